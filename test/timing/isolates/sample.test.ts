import { describe, expect, it } from 'vitest';
import { sampleCalls } from '../../../src/timing/isolates/sample.ts';

/** A loop whose calls take exactly `callMs` by its own account, and that counts its runs. */
function loopOf(callMs: number) {
  const batches: number[] = [];
  const loop = (calls: number) => {
    batches.push(calls);
    return calls * callMs;
  };
  return { batches, loop };
}

describe('sampleCalls', () => {
  it('times single calls where they are long enough for the clock', () => {
    const { loop } = loopOf(0.02);
    const { calls_ms, calls_per_sample } = sampleCalls(loop, 1);
    expect(calls_per_sample).toBe(1);
    expect(new Set(calls_ms)).toEqual(new Set([0.02]));
  });

  it('batches calls shorter than 5 µs so that a sample takes at least that', () => {
    const { batches, loop } = loopOf(0.001);
    const { calls_ms, calls_per_sample } = sampleCalls(loop, 1);
    expect(calls_per_sample).toBe(5);
    expect(batches.at(-1)).toBe(5);
    for (const ms of calls_ms) expect(ms).toBeCloseTo(0.001, 10);
  });

  it('stops at its budget: the samples add up to about it', () => {
    const { calls_ms } = sampleCalls(loopOf(0.5).loop, 10);
    expect(calls_ms.length).toBeGreaterThanOrEqual(19);
    expect(calls_ms.length).toBeLessThanOrEqual(21);
  });

  it('gives at least one sample, however slow the call', () => {
    expect(sampleCalls(loopOf(1000).loop, 1).calls_ms).toEqual([1000]);
  });
});
