import { medianAbsoluteDeviation } from 'simple-statistics';
import { defineStatistic } from '../../contracts.ts';
import { pool } from './_pool.ts';

/**
 * median |x_i - median(x)|, in the unit of the samples. Not scaled: half of the samples lie within it, whatever their
 * distribution (times 1.4826 it would estimate the standard deviation of a normal one). Null below two samples,
 * as one sample has no spread.
 */
export default defineStatistic({
  title: 'Median absolute deviation',
  source: 'Hampel, The influence curve and its role in robust estimation, JASA 69, 1974',
  compute: (samples) => {
    const sorted = pool(samples);
    return { mad: sorted.length >= 2 ? medianAbsoluteDeviation(sorted) : null };
  },
});
