import { quantileSorted } from 'simple-statistics';
import { defineStatistic } from '../../contracts.ts';
import { pool } from './_pool.ts';

/**
 * How many samples lie outside of Tukey's inner fences, [p25 - 1.5 IQR, p75 + 1.5 IQR]. They are counted and stay in
 * every other statistic: a slow call is part of what was measured. Null below four samples, which have no quartiles
 * of their own.
 */
export default defineStatistic({
  title: 'Outliers',
  source: 'Tukey, Exploratory Data Analysis, 1977, section 2D',
  compute: (samples) => {
    const sorted = pool(samples);
    if (sorted.length < 4) return { outliers: null };
    const [p25, p75] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
    const reach = 1.5 * (p75 - p25);
    return { outliers: sorted.filter((sample) => sample < p25 - reach || sample > p75 + reach).length };
  },
});
