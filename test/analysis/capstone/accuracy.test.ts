import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contendersOf, edited } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

describe('the accuracy track', () => {
  it('counts right answers of both models, and those that only one has', () => {
    const { accuracy } = capstoneFigures({ wrong: { baseline: 50, optimized: 62 } }).tracks;
    expect(accuracy).toMatchObject({
      status: 'ok',
      accuracy: 0.938,
      baseline_accuracy: 0.95,
      accuracy_change: -0.012,
      only_baseline_right: 12,
      only_optimized_right: 0,
      test_images: 1000,
    });
    expect(accuracy.mcnemar_p).toBeCloseTo(2 * 0.5 ** 12, 6);
  });

  it('scores 90 at 5 errors of 100 and 1 point lost, 50 at 15 and 5', () => {
    expect(capstoneFigures({ wrong: { baseline: 40, optimized: 50 } }).tracks.accuracy.score).toBe(90);
    expect(capstoneFigures({ wrong: { baseline: 100, optimized: 150 } }).tracks.accuracy.score).toBe(50);
  });

  it('does not reward a gain twice: losing nothing is the best', () => {
    const same = capstoneFigures({ wrong: { baseline: 50, optimized: 50 } }).tracks.accuracy;
    const gained = capstoneFigures({ wrong: { baseline: 90, optimized: 50 } }).tracks.accuracy;
    expect(gained.score).toBe(same.score);
    expect(gained.accuracy_change).toBe(0.04);
  });

  it('has its score within the interval, which more images narrow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (baseline, optimized) => {
          const options = { isolates: 1, pairs: 6, calls: 2, images: 200, wrong: { baseline, optimized } };
          const { score, score_interval } = capstoneFigures(options).tracks.accuracy;
          const [low, high] = score_interval ?? [Number.NaN, Number.NaN];
          expect(low).toBeLessThanOrEqual(score ?? Number.NaN);
          expect(high).toBeGreaterThanOrEqual(score ?? Number.NaN);
        },
      ),
      { numRuns: 25 },
    );
    const width = (images: number) => {
      const wrong = { baseline: images / 20, optimized: images / 20 };
      const [low = 0, high = 0] = capstoneFigures({ images, wrong }).tracks.accuracy.score_interval ?? [];
      return high - low;
    };
    expect(width(2000)).toBeLessThan(width(100));
  });

  it('is that of before the test set was written: what a fresh process may have read there does not help', () => {
    const run = edited((change) => {
      const labels = change.test?.labels ?? '';
      for (const each of contendersOf(change, 'optimized')) each.predictions = labels;
    });
    expect(capstoneFiguresOf(run).tracks.accuracy.accuracy).toBeLessThan(1);
  });

  it('is that right after training where no bytes load, or no process was reached', () => {
    const trained = edited((change) => {
      const labels = change.test?.labels ?? '';
      for (const each of contendersOf(change, 'optimized')) {
        Object.assign(each, { origin: 'trained', predictions: labels });
      }
    });
    const unreached = edited((change) => {
      change.blocks = [];
    });
    for (const run of [trained, unreached])
      expect(capstoneFiguresOf(run).tracks.accuracy.accuracy).toBe(0.942);
  });

  it('warns of a model that is worse than guessing', () => {
    const { warnings, tracks } = capstoneFigures({ wrong: { baseline: 55, optimized: 950 } });
    expect(tracks.accuracy.score).toBeLessThan(5);
    expect(warnings.join()).toContain('The optimized model is worse than guessing');
    expect(capstoneFigures().warnings.join()).not.toContain('guessing');
  });
});
