import { quantileSorted } from 'simple-statistics';
import { defineStatistic } from '../../contracts.ts';
import { pool } from './_pool.ts';

/**
 * The quartiles need one sample. A percentile q of the tail needs 1 / (1 - q) samples, so that at least one of them is
 * expected beyond it: below that it would be a guess from the samples further in.
 */
const MINIMUM_SAMPLES = { 25: 1, 50: 1, 75: 1, 90: 10, 95: 20, 99: 100 } as const;

/** Linear interpolation between the order statistics around (n - 1)q: type 7 of Hyndman & Fan. In the unit of the samples. */
export default defineStatistic({
  title: 'Percentiles',
  source:
    'Hyndman & Fan, Sample quantiles in statistical packages, The American Statistician 50(4), 1996: type 7',
  compute: (samples) => {
    const sorted = pool(samples);
    return Object.fromEntries(
      Object.entries(MINIMUM_SAMPLES).map(([percent, needed]) => [
        `p${percent}`,
        sorted.length >= needed ? quantileSorted(sorted, Number(percent) / 100) : null,
      ]),
    );
  },
});
