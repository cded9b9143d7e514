import { mean } from 'simple-statistics';

/**
 * Lag-1 autocorrelation of series that were measured apart, such as one per isolate, each about its own mean:
 * sum (x_t - m)(x_(t+1) - m) / sum (x_t - m)², over all of them. Between neighbours of a quiet machine it is about 0;
 * near 1 the samples drift, and say less than their number.
 * Source: Box, Jenkins & Reinsel, Time Series Analysis, 3rd ed. 1994, section 2.1.
 * @returns null where no series has three values that differ
 */
export function lagOneAutocorrelation(series: readonly (readonly number[])[]): number | null {
  let [products, squares] = [0, 0];
  for (const values of series) {
    if (values.length < 3) continue;
    const centre = mean([...values]);
    const offsets = values.map((value) => value - centre);
    for (const [t, offset] of offsets.entries()) {
      squares += offset ** 2;
      products += offset * (offsets[t + 1] ?? 0);
    }
  }
  return squares > 0 ? products / squares : null;
}
