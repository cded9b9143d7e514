import { describe, expect, it } from 'vitest';
import { callsPerSlice, warmUp } from '../../src/timing/warm-up.ts';
import { fakeIsolate } from './_fake-isolate.ts';

describe('warmUp', () => {
  it('alternates between the contenders', async () => {
    const who: string[] = [];
    const isolates = ['a', 'b'].map((name) => fakeIsolate({ callMs: 1, log: () => who.push(name) }));
    await warmUp(isolates, [20, 20]);
    expect(who.join('')).toMatch(/^(ab)+$/);
  });

  it('doubles batches until they are long', async () => {
    const batches: number[] = [];
    const log = (event: string) => batches.push(Number(event.split(' ')[1]));
    await warmUp([fakeIsolate({ callMs: 1, log })], [20]);
    expect(batches.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 16]);
  });

  it('spends its time on every contender, however fast its calls', async () => {
    const [warm] = await warmUp([fakeIsolate({ callMs: 0.001 })], [20]);
    expect((warm?.calls ?? 0) * 0.001).toBeGreaterThanOrEqual(20);
  });

  it('spends on each contender its own time', async () => {
    const warm = await warmUp([fakeIsolate({ callMs: 0.1 }), fakeIsolate({ callMs: 0.1 })], [10, 1000]);
    expect(warm[1]?.calls ?? 0).toBeGreaterThan(20 * (warm[0]?.calls ?? 1));
  });

  it('does not repeat very slow calls, nor while another contender still warms up', async () => {
    const warm = await warmUp([fakeIsolate({ callMs: 1000 }), fakeIsolate({ callMs: 0.01 })], [20, 20]);
    expect(warm[0]?.calls).toBe(1);
  });

  it('takes the shortest of the last batches as the time of a call, so that one slow batch does no harm', async () => {
    let batch = 0;
    const run = async (calls: number) => ({ ms: calls * (batch++ % 5 === 4 ? 30 : 1), preempted: false });
    const [warm] = await warmUp([fakeIsolate({ override: { run } })], [50]);
    expect(warm?.call_ms).toBe(1);
  });
});

describe('callsPerSlice', () => {
  it('is the same for contenders that are about as fast', () => {
    expect(callsPerSlice([0.1, 0.15], 0.5)).toEqual([5, 5]);
  });

  it('is each contender’s own where they differ by more than a factor of two', () => {
    expect(callsPerSlice([0.1, 10], 0.5)).toEqual([5, 1]);
  });

  it('is at least one', () => {
    expect(callsPerSlice([100], 0.5)).toEqual([1]);
  });
});
