import type { Comparison, ComparisonReport } from '../../schema/comparison-report.ts';

/**
 * A live gate fails where two runs say so, each at 5 %. A saved pair can't be measured again, so its one difference has
 * to be as rare as those two.
 */
const ALPHA = 0.05 ** 2;
const percent = (ratio: number) => `${(100 * (ratio - 1)).toFixed(1)} %`;

/**
 * The gate for saved runs: |difference| has to exceed both the threshold and what runs of different moments differ by,
 * after Holm over the workloads. What was measured then can't be measured again, so nothing confirms it,
 * and it asks for more than the interval of 95 % that the verdict stands on.
 *
 * @param comparisons with p values after Holm
 */
export function gateOf(
  comparisons: readonly Comparison[],
  threshold_percent: number | null,
): ComparisonReport['gate'] {
  const open = { failed: false, threshold_percent, confirmed: null, reasons: [] };
  if (threshold_percent === null) return open;
  const isLarge = ({ ratio }: Comparison) => ratio !== null && ratio >= 1 + threshold_percent / 100;
  const isSure = ({ verdict, ratio_ci95, p }: Comparison) =>
    verdict === 'slower' && ratio_ci95 !== null && ratio_ci95[0] > 1 && (p ?? 1) <= ALPHA;
  const said = ({ id, ratio, ratio_ci95 }: Comparison) =>
    `${id}: B takes ${percent(ratio ?? 1)} longer${ratio_ci95 ? ` [${ratio_ci95.map(percent).join(', ')}]` : ''}`;
  const suspects = comparisons.filter(isLarge);
  const failed = suspects.filter(isSure);
  if (failed.length > 0) return { ...open, failed: true, reasons: failed.map(said) };
  const reasons = comparisons.flatMap((each) => {
    // Whatever its figures are, there is nothing to go by; what computes wrongly is said elsewhere.
    if (each.ratio_ci95 === null)
      return each.verdict === 'invalid' ? [] : [`${each.id}: the gate can't tell`];
    return isLarge(each) ? [`${said(each)}, which may be the difference between two moments`] : [];
  });
  return { ...open, reasons };
}
