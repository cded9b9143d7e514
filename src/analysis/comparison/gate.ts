import type { ComparisonReport } from '../../schema/comparison-report.ts';
import type { ComparisonRun } from '../../schema/comparison-run.ts';
import type { Block } from '../../schema/run.ts';
import { clusterT } from '../comparisons/cluster-t.ts';
import { type Judgement, judgeWorkloads } from './judge.ts';

/** Level of the test that the isolates agree: besides the interval, not instead of it. */
const AGREEMENT = 0.1;

interface Suspect {
  id: string;
  judgement: Judgement;
}

/** Whether fresh isolates say the same: Student's t over their log-ratios. One alone never fails a build. */
function agree({ isolate_ratios }: Judgement): boolean {
  if (isolate_ratios.length < 2) return false;
  const logs = isolate_ratios.map(Math.log);
  const { p } = clusterT(logs);
  return p !== null && p < AGREEMENT && logs.every((log) => log > 0);
}

/** Workloads on which B is slower beyond doubt and by the threshold at least, after Holm over all workloads. */
function suspects({ plan }: ComparisonRun, blocks: readonly Block[], ids: readonly string[]): Suspect[] {
  const { threshold_percent, alpha } = plan;
  if (threshold_percent === null) return [];
  const workloads = plan.workloads.filter(({ id }) => ids.includes(id));
  const judged = judgeWorkloads(plan, workloads, blocks).map((judgement, i) => ({
    id: workloads[i]?.id ?? '',
    judgement,
  }));
  return judged.filter(({ judgement }) => {
    const { verdict, ratio, interval, adjusted_p } = judgement;
    if (verdict === 'invalid' || ratio === null || interval === null) return false;
    const isBeyondDoubt = interval[0] > 1 && (adjusted_p ?? 1) <= alpha;
    return isBeyondDoubt && ratio >= 1 + threshold_percent / 100 && agree(judgement);
  });
}

/** Workloads that would fail the gate, and are measured once more before they do. */
export const gateCandidates = (run: ComparisonRun): string[] =>
  suspects(
    run,
    run.blocks,
    run.plan.workloads.map(({ id }) => id),
  ).map(({ id }) => id);

const percent = (ratio: number) => `${(100 * (ratio - 1)).toFixed(1)} %`;

/**
 * The gate: it fails only where a workload is slower by the rule above in the run and, measured again with fresh seeds,
 * in its confirmation too. Two accidents in a row are as rare as the square of one.
 */
export function gateOf(run: ComparisonRun): ComparisonReport['gate'] {
  const { threshold_percent } = run.plan;
  const first = suspects(run, run.blocks, gateCandidates(run));
  if (first.length === 0) return { failed: false, threshold_percent, confirmed: null, reasons: [] };
  const ids = first.map(({ id }) => id);
  const measured = ids.filter((id) =>
    run.confirmation.some(({ workload, coins }) => workload === id && coins.length > 0),
  );
  const second = new Set(suspects(run, run.confirmation, ids).map(({ id }) => id));
  const confirmed = first.filter(({ id }) => second.has(id));
  const said = ({ id, judgement: { ratio, interval } }: Suspect) =>
    `${id}: B takes ${percent(ratio ?? 1)} longer [${percent(interval?.[0] ?? 1)}, ${percent(interval?.[1] ?? 1)}]`;
  if (confirmed.length > 0) {
    return {
      failed: true,
      threshold_percent,
      confirmed: true,
      reasons: confirmed.map((suspect) => `${said(suspect)}, and a second run says so too`),
    };
  }
  const isOpen = measured.length < ids.length;
  const ending = isOpen ? 'but there is no second run that says so too' : 'but a second run does not say so';
  return {
    failed: false,
    threshold_percent,
    confirmed: isOpen ? null : false,
    reasons: first.map((suspect) => `${said(suspect)}, ${ending}`),
  };
}
