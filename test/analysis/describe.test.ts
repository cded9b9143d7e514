import { describe, expect, it } from 'vitest';
import { describe as describeSamples } from '../../src/analysis/describe.ts';
import count from '../../src/analysis/statistics/count.ts';
import mad from '../../src/analysis/statistics/mad.ts';
import medianInterval from '../../src/analysis/statistics/median-interval.ts';
import minimum from '../../src/analysis/statistics/minimum.ts';
import outliers from '../../src/analysis/statistics/outliers.ts';
import percentiles from '../../src/analysis/statistics/percentiles.ts';

const ALL = [count, mad, medianInterval, minimum, outliers, percentiles];

describe('describe', () => {
  it('merges the numbers of all statistics', () => {
    expect(describeSamples({ groups: [[3, 1], [2]], seed: 1 }, [count, minimum, percentiles])).toEqual({
      samples: 3,
      min: 1,
      p25: 1.5,
      p50: 2,
      p75: 2.5,
      p90: null,
      p95: null,
      p99: null,
    });
  });

  it('gives null for everything but the count without samples', () => {
    const { samples, ...others } = describeSamples({ groups: [], seed: 1 }, ALL);
    expect(samples).toBe(0);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
  });

  it('refuses two statistics that define one name', () => {
    const again = { ...minimum, title: 'Another minimum' };
    expect(() => describeSamples({ groups: [[1]], seed: 1 }, [minimum, again])).toThrow(
      new TypeError("The statistics 'Minimum' and 'Another minimum' both define 'min'."),
    );
  });

  it('leaves the samples as they are', () => {
    const groups = [Object.freeze([3, 1, 2]), Object.freeze([9, 8, 7, 6])];
    describeSamples({ groups, seed: 1 }, ALL);
    expect(groups).toEqual([
      [3, 1, 2],
      [9, 8, 7, 6],
    ]);
  });
});
