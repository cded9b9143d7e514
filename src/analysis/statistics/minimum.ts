import { minSorted } from 'simple-statistics';
import { defineStatistic } from '../../contracts.ts';
import { pool } from './_pool.ts';

/** The time with the least interference: noise on a machine only ever adds. In the unit of the samples; null without samples. */
export default defineStatistic({
  title: 'Minimum',
  source: 'Chen & Revels, Robust benchmarking in noisy environments, IEEE HPEC 2016',
  compute: (samples) => {
    const sorted = pool(samples);
    return { min: sorted.length > 0 ? minSorted(sorted) : null };
  },
});
