/** The largest fifth of the differences is left out: steps are among them. */
const KEPT = 0.8;
/** Mean of the smaller 80 % of |Z - Z'| for independent standard normal Z: 2 √2 (φ(0) - φ(1.2816)) / 0.8. */
const NORMAL = 0.79;

/** Typical size of the differences of values `lag` apart, whatever steps are between them. */
function typicalDifference(values: readonly number[], lag: number, share = KEPT): number {
  const sizes = new Float64Array(Math.max(0, values.length - lag));
  for (let t = 0; t < sizes.length; t++) sizes[t] = Math.abs((values[t + lag] ?? 0) - (values[t] ?? 0));
  sizes.sort();
  const kept = Math.ceil(share * sizes.length);
  let sum = 0;
  for (let k = 0; k < kept; k++) sum += sizes[k] ?? 0;
  return kept > 0 ? sum / kept : 0;
}

/**
 * Standard deviation of a series' noise from the differences of neighbours, which a few steps hardly touch.
 * Source: von Neumann, Kent, Bellinson & Hart, The mean square successive difference, Annals of Mathematical
 * Statistics 12, 1941; trimmed, so that it does not see the steps. Where most neighbours are equal, as with rounded
 * values, all differences count. 0 where all values are the same.
 */
export const neighbourNoise = (values: readonly number[]): number =>
  (typicalDifference(values, 1) || typicalDifference(values, 1, 1)) / NORMAL;

/** What is assumed of runs that follow one another: they share some of the machine's state. */
const LEAST = 0.3;
const MOST = 0.8;
/** Below, a series is too short to tell. */
const FEWEST = 30;
/** Standard errors, 1 / sqrt(n) each, by which an estimate has to exceed what is assumed. */
const CAUTION = 1.5;

/**
 * How much a run resembles the one before it, the coefficient of an AR(1) process: differences two apart are larger
 * than those of neighbours by sqrt(1 + phi), whatever steps there are. At least 0.3, which is taken for granted; more
 * where the series is long enough to show it.
 * Source: Chakar, Lebarbier, Lévy-Leduc & Robin, A robust approach for estimating change-points in the mean of an AR(1)
 * process, Bernoulli 23, 2017 (there with medians).
 */
export function neighbourResemblance(values: readonly number[]): number {
  const near = typicalDifference(values, 1);
  if (values.length < FEWEST || near === 0) return LEAST;
  const estimate = (typicalDifference(values, 2) / near) ** 2 - 1;
  return Math.min(MOST, Math.max(LEAST, estimate - CAUTION / Math.sqrt(values.length)));
}
