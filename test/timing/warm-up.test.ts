import { describe, expect, it } from 'vitest';
import {
  callsByPace,
  callsPerSlice,
  settle,
  warmUp,
  warmUpAlone,
  withCollections,
} from '../../src/timing/warm-up.ts';
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

  it('ends earlier after enough calls', async () => {
    const enough = [{ calls: 100, share: 0.25, call_ms: 0 }];
    const [fast, slow] = await warmUp(
      [fakeIsolate({ callMs: 0.01 }), fakeIsolate({ callMs: 1 })],
      [80, 80],
      enough,
    );
    expect((fast?.calls ?? 0) * 0.01).toBeLessThan(60);
    expect(slow?.calls ?? 0).toBeGreaterThanOrEqual(80);
  });

  it('ends earlier after fewer calls where they are slow', async () => {
    const enough = [{ calls: 24, share: 0.5, call_ms: 0.5 }];
    const [fast, slow] = await warmUp(
      [fakeIsolate({ callMs: 0.4 }), fakeIsolate({ callMs: 1 })],
      [80, 80],
      enough,
    );
    expect((fast?.calls ?? 0) * 0.4).toBeGreaterThanOrEqual(80);
    expect(slow?.calls ?? 0).toBeGreaterThanOrEqual(40);
    expect(slow?.calls ?? 0).toBeLessThan(60);
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

describe('warmUpAlone, withCollections and settle', () => {
  /** Collects garbage every `every` calls, and spends this part of the time on it. */
  const collecting = (every: number, share: number) => {
    const collections = async (calls: number) => ({ calls, count: Math.floor(calls / every), share });
    return { ...fakeIsolate({ callMs: 0.1 }), collections };
  };
  const settled = async (...takers: Parameters<typeof warmUpAlone>[0][]) => {
    const observed = await Promise.all(takers.map((taker) => warmUpAlone(taker, 20)));
    return (await settle(takers, withCollections(observed))).map((warm) => warm.calls_per_collection);
  };

  it('finds out how often a contender collects garbage', async () => {
    expect(await settled(collecting(10, 0.15), collecting(25, 0.14))).toEqual([10, 25]);
  });

  it('counts collections that only one contender has: they are a part of how much slower it is', async () => {
    expect(await settled(collecting(10, 0.06), collecting(1_000_000, 0))).toEqual([10, null]);
  });

  it('leaves them out where they take the same small part of everybody’s time', async () => {
    expect(await settled(collecting(10, 0.08), collecting(11, 0.07))).toEqual([null, null]);
  });

  it.each([
    ['that takes next to none of the time', collecting(10, 0.04)],
    ['that is rarer than anybody waits for', collecting(1_000_000, 0.5)],
    // Three in the 30 ms that are observed: a slice of 8 ms, the longest, would hold none or one.
    ['that is too rare for the longest slices', collecting(100, 0.5)],
    ['that nobody can tell of', fakeIsolate({ callMs: 0.1 })],
  ])('leaves collecting out %s', async (_what, taker) => {
    expect(await settled(taker)).toEqual([null]);
  });
});

describe('callsByPace', () => {
  const warm = (pace: 'shared' | 'own' | 'single', call_ms: number, calls_per_collection: number | null) => ({
    pace,
    call_ms,
    calls_per_collection,
  });

  it('makes slices of six collections at least, for all who share a pace', () => {
    expect(callsByPace([warm('shared', 0.02, 60), warm('shared', 0.02, null)], 0.5)).toEqual([360, 360]);
  });

  it('makes no slice longer than 8 ms for collections', () => {
    expect(callsByPace([warm('shared', 0.02, 10_000)], 0.5)).toEqual([400]);
  });

  it('leaves the probe’s slices and single calls as they are', () => {
    const paces = [warm('shared', 0.02, 60), warm('own', 0.02, null), warm('single', 40, null)];
    expect(callsByPace(paces, 0.5)).toEqual([360, 25, 1]);
  });

  it('keeps to the slice where collections are more frequent', () => {
    expect(callsByPace([warm('shared', 0.02, 2)], 0.5)).toEqual([25]);
  });
});
