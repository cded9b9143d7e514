import { mean } from 'simple-statistics';

/** Where the history is too short: measured for runs half an hour apart on a shared machine. */
const ASSUMED_SIGMA = 0.03;
const FEWEST_RUNS = 5;
/**
 * Degrees of freedom of what is assumed: it is believed as much as the fewest runs would be that replace it, because it
 * was measured elsewhere. On two cores with busy neighbours the ratios of runs of the same code, an hour apart, had
 * standard deviations of 13 to 23 %.
 */
export const ASSUMED_DF = FEWEST_RUNS - 1;

export interface BetweenRuns {
  /** Standard deviation between runs of the same code at different moments, of the logarithm of the level. */
  sigma: number;
  /** Degrees of freedom behind it; null where it is assumed. */
  df: number | null;
  /** Saved runs that it was estimated from. */
  runs: number;
}

/**
 * How runs of the same code differ from one moment to another, which nothing within one run can tell: the pooled
 * standard deviation of the saved runs' levels, each about the mean of its stretch, or 3 % where there are fewer than
 * five. Stretches are what lies between steps of the history (`changePoints`), so that a change of the code is not taken
 * for noise. With Student's t of as many degrees of freedom two runs of the same code are called different in 5 % of
 * all cases, where 1.4826 MAD with 1.96 comes to 23 % for five runs and 13 % for ten (simulated).
 * Source: pooled variance of groups: Snedecor & Cochran, Statistical Methods, 8th ed. 1989, section 6.7; for runs
 * "at different moments" as the unit: Kalibera & Jones, Rigorous benchmarking in reasonable time, ISMM 2013.
 *
 * @param stretches levels of saved runs of one machine and one benchmark, in any order within a stretch
 */
export function betweenRuns(stretches: readonly (readonly number[])[]): BetweenRuns {
  const runs = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const df = runs - stretches.filter((stretch) => stretch.length > 0).length;
  if (runs < FEWEST_RUNS || df < FEWEST_RUNS - 1) return { sigma: ASSUMED_SIGMA, df: null, runs };
  const squares = stretches.reduce((sum, stretch) => {
    if (stretch.length === 0) return sum;
    const centre = mean([...stretch]);
    return sum + stretch.reduce((own, level) => own + (level - centre) ** 2, 0);
  }, 0);
  return { sigma: Math.sqrt(squares / df), df, runs };
}
