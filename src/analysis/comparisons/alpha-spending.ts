/**
 * The part of the error rate that is used up at a part t of a comparison is t³: next to nothing at early looks, where only
 * an obvious difference is claimed, and most of it at the end, where all there is to know is known.
 */
const POWER = 3;

/**
 * Part of the error rate that one look may use, so that all looks of a comparison together use up no more than all of
 * it: the parts add up to 1 (Bonferroni), whatever the looks' results have to do with each other. How much may be used
 * up to a look is fixed beforehand; when there will be none after it, because time is up, it may use all that is left.
 * Sources: Lan & DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70, 1983 (spending functions);
 * Kim & DeMets, Design and analysis of group sequential tests based on the type I error spending rate function,
 * Biometrika 74, 1987 (powers of t; the third is close to O'Brien and Fleming's bounds).
 *
 * @param looks the numbers of replicates after which a comparison may end, growing; the last one is the plan's end
 * @param replicates that were measured; between two looks nothing is looked at before the end
 * @param isOver whether nothing more is measured, whatever this look says
 * @returns above 0, at most 1
 * @throws RangeError where there is no look, or looks do not grow from 1 on
 */
export function shareOfLook(looks: readonly number[], replicates: number, isOver: boolean): number {
  const end = looks.at(-1);
  if (end === undefined) throw new RangeError('A comparison needs at least one look.');
  const grows = looks.every((look, i) => look > (looks[i - 1] ?? 0));
  if (!grows) throw new RangeError(`Looks come one after the other, not at ${looks.join(', ')}.`);
  const usedAt = (look: number) => (look / end) ** POWER;
  const at = Math.min(replicates, end);
  const before = usedAt(Math.max(0, ...looks.filter((look) => look < at)));
  const goesOn = !isOver && at < end && looks.includes(at);
  return (goesOn ? usedAt(at) : 1) - before;
}

/**
 * The confidence level of the interval at a look that may use `share` of `alpha`. All intervals of a comparison hold the
 * true effect together in 1 - alpha of all cases, so that one may stop at whichever excludes "no effect", and report it:
 * repeated confidence intervals.
 * Source: Jennison & Turnbull, Interim analyses: the repeated confidence interval approach, Journal of the Royal
 * Statistical Society B 51, 1989.
 */
export const levelOfLook = (share: number, alpha: number): number => 1 - share * alpha;

/**
 * The p value that belongs to those intervals: at most alpha exactly where the look at hand may claim a difference at
 * error rate alpha. It is what Holm's procedure takes.
 * Source: Jennison & Turnbull, Repeated confidence intervals for group sequential clinical trials, Controlled Clinical
 * Trials 5, 1984 (repeated p values).
 *
 * @param p two-sided, of the look at hand
 * @throws RangeError where p is no p value
 */
export function sequentialP(p: number, share: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${p} is no p value.`);
  return Math.min(1, p / share);
}
