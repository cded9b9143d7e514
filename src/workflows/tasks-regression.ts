import { compareRuns, type NamedRun } from '../analysis/tasks/compare-runs.ts';
import type { Report } from '../contracts.ts';
import { TitoError } from '../errors.ts';
import { regressionParts } from '../reporters/documents/_regression-parts.ts';
import type { TasksComparison } from '../schema/tasks-comparison.ts';
import type { TasksPlan } from '../schema/tasks-run.ts';
import { readTasksRun, refuseNothingInCommon } from './compare-tasks.ts';
import type { KeptTasks } from './keep-tasks.ts';

/** How much worse, in per cent of time and tokens or points of quality and success, is a regression. */
const THRESHOLD_PERCENT = 5;

/** A saved run that a new one is held against. */
export interface Baseline extends NamedRun {
  threshold_percent: number;
}

/**
 * Reads a baseline, before anything is spent.
 * @throws TitoError `unreadable_file`, `truncated_run`, `newer_schema` or `not_a_run`
 */
export const readBaseline = (
  cwd: string,
  word: string,
  threshold_percent: number = THRESHOLD_PERCENT,
): Baseline => ({ ...readTasksRun(cwd, word), threshold_percent });

/**
 * Checks that a run as planned can be held against the baseline.
 * @throws TitoError `other_batch`; `nothing_in_common` where no task is asked of one and the same model in both
 */
export function checkBaseline(baseline: Baseline, plan: TasksPlan): void {
  const { file, run } = baseline;
  if (run.plan.batch !== plan.batch) {
    const again = plan.batch === null ? 'tito tasks run' : `tito tasks batch ${plan.batch}`;
    const same = run.plan.batch === null ? 'tito tasks run' : `tito tasks batch ${run.plan.batch}`;
    throw new TitoError('other_batch', {
      file,
      before: named(run.plan.batch),
      after: named(plan.batch),
      hint: `Run '${same}' against it, or make a baseline of the same kind: ${again} --format json --output BASELINE.json`,
    });
  }
  refuseNothingInCommon(baseline, { file: 'this run', run: { plan } });
}

const named = (batch: string | null) => (batch === null ? 'of no batch' : `of the batch '${batch}'`);

/** A finished run, however it ended, against the baseline; and its report with that in it. */
export function reportRegression(
  { run, file, report }: Pick<KeptTasks, 'run' | 'file' | 'report'>,
  baseline: Baseline,
): { regression: TasksComparison; document: Report } {
  const after = { file: file ?? 'this run', run };
  const regression = compareRuns(baseline, after, baseline.threshold_percent);
  const { run: raw, digests, ...data } = report.data;
  // Warnings and the hint close a report.
  const closing = report.parts.findIndex(
    (part) => part.kind === 'message' && (part.tone === 'warning' || part.tone === 'hint'),
  );
  const place = closing < 0 ? report.parts.length : closing;
  return {
    regression,
    document: {
      ...report,
      data: { ...data, regression, run: raw, ...(digests === undefined ? {} : { digests }) },
      parts: report.parts.toSpliced(place, 0, ...regressionParts(regression)),
    },
  };
}
