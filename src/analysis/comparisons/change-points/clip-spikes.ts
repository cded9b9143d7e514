import { median } from 'simple-statistics';

/** Half the window: a spike of two runs is outvoted by its neighbours, a step of three runs is not. */
const REACH = 2;
/** Deviations beyond so many typical ones are cut. */
const CUT = 4;
/** The MAD of normal values times this is their standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/**
 * A series without its spikes: a value farther from the median of itself and its two neighbours on either side than
 * four typical deviations is brought back to that distance. Steps that last three runs or more stay as they are.
 * Sources: Tukey, Exploratory Data Analysis, 1977, section 7 (running medians); Hampel, The influence curve and its
 * role in robust estimation, JASA 69, 1974, and Davies & Gather, The identification of multiple outliers, JASA 88,
 * 1993 (cutting at a multiple of the MAD).
 */
export function clipSpikes(values: readonly number[]): number[] {
  const centres = values.map((_, t) => median(values.slice(Math.max(0, t - REACH), t + REACH + 1)));
  const deviations = values.map((value, t) => Math.abs(value - (centres[t] ?? value)));
  // Each value that is its own centre says nothing of the noise.
  const some = deviations.filter((deviation) => deviation > 0);
  if (some.length === 0) return [...values];
  const most = CUT * MAD_TO_SIGMA * median(some);
  return values.map((value, t) => {
    const centre = centres[t] ?? value;
    return Math.min(centre + most, Math.max(centre - most, value));
  });
}
