import { describe, expect, it } from 'vitest';
import { blocksOf, callsOf, secondsSpent } from '../../../src/analysis/comparison/blocks.ts';
import { buildComparisonRun } from '../../support/comparison-runs.ts';

const { blocks } = buildComparisonRun({
  workloads: [
    { id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: 0.1 } },
    { id: 'print', a: { call_ms: 0.1 }, b: { call_ms: 0.1 } },
  ],
});

describe('seconds spent on a workload', () => {
  it('are the gaps to the next block of all, and for the last what its parts come to', () => {
    // Blocks of 500 ms take turns.
    expect(secondsSpent(blocks, 'parse')).toBeCloseTo(4 * 0.5, 6);
    const last = blocks.at(-1);
    const slices =
      last?.contenders.flatMap(({ slices_ms }) => slices_ms).reduce((sum, ms) => sum + ms, 0) ?? 0;
    expect(secondsSpent(blocks, 'print')).toBeGreaterThan(3 * 0.5 + slices / 1000);
    expect(secondsSpent(blocks, 'none')).toBe(0);
  });
});

describe('blocks of a workload', () => {
  it('leave out one that was cut off before its first turn', () => {
    // The fixture's first block is there, which the type of a list doesn't say.
    const cut = { ...structuredClone(blocks[0]), coins: [], contenders: [] } as unknown as (typeof blocks)[0];
    expect(blocksOf([...blocks, cut], 'parse')).toHaveLength(4);
  });
});

describe('calls of a contender', () => {
  it('are the sampled ones, otherwise the slices per call', () => {
    const part = structuredClone(blocks[0]?.contenders[0]);
    if (!part) throw new RangeError('no contender');
    expect(callsOf(part)).toBe(part.calls_ms);
    part.calls_ms = [];
    expect(callsOf(part)[0]).toBe((part.slices_ms[0] ?? 0) / part.calls_per_slice);
    part.calls_per_slice = 0;
    expect(callsOf(part)).toEqual([]);
  });
});
