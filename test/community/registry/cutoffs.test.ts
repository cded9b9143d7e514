import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutoffsOf } from '../../../community/registry/cutoffs.ts';
import { topPercent } from '../../../community/registry/groups.ts';
import { openClass, tokenOf } from './_registry.ts';

/** Scores as a histogram, the highest first. */
function histogramOf(scores: readonly number[]) {
  const values = [...new Set(scores)].sort((a, b) => b - a);
  return values.map((value) => ({ value, members: scores.filter((score) => score === value).length }));
}
const scores = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 700 });

describe('cutoffs', () => {
  it('begin with ten scores, and reach the best per cent with five hundred', () => {
    const steps = (count: number) =>
      cutoffsOf(histogramOf(Array.from({ length: count }, (_, i) => i % 101))).map(
        ({ top_percent }) => top_percent,
      );
    expect([9, 10, 19, 20, 49, 50, 99, 100, 499, 500].map(steps)).toEqual([
      [],
      [50],
      [50],
      [50, 25],
      [50, 25],
      [50, 25, 10],
      [50, 25, 10],
      [50, 25, 10, 5],
      [50, 25, 10, 5],
      [50, 25, 10, 5, 1],
    ]);
  });

  it('are the least score with such a rank, and hold at least five', () => {
    fc.assert(
      fc.property(scores, (all) => {
        for (const { top_percent, score } of cutoffsOf(histogramOf(all))) {
          const rank = 1 + all.filter((each) => each > score).length;
          expect(topPercent(rank, all.length)).toBeLessThanOrEqual(top_percent);
          const next = Math.max(-1, ...all.filter((each) => each < score));
          const below = 1 + all.filter((each) => each > next).length;
          if (next >= 0) expect(below * 100).toBeGreaterThan(all.length * top_percent);
          expect(all.filter((each) => each >= score).length).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });

  it('are those of the member’s cohort', async () => {
    const { registry, join, submit } = openClass();
    for (let i = 0; i < 12; i++) {
      await join(i);
      if (i < 10) await submit(i, { score: 50 + i });
    }
    expect(await registry.cutoffs('overall', tokenOf(11))).toEqual({
      kind: 'cohort',
      label: 'Fall 2026',
      members: 12,
      cutoffs: [{ top_percent: 50, score: 55 }],
    });
    expect((await registry.cutoffs('baseline', tokenOf(11))).cutoffs).toEqual([]);
    await expect(registry.cutoffs('overall', tokenOf('stranger'))).rejects.toMatchObject({
      code: 'not_a_member',
    });
  });
});

describe('the share of the best', () => {
  it('is the smallest that holds a rank', () => {
    const shares = [1, 2, 5, 10, 11, 25, 50, 51, 100].map((rank) => topPercent(rank, 100));
    expect(shares).toEqual([1, 5, 5, 10, 25, 25, 50, null, null]);
    expect(topPercent(1, 5)).toBe(25);
  });
});
