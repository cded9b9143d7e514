import { relative, resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { EXIT, TitoError } from '../errors.ts';
import type { BaselineReport } from '../schema/baseline-report.ts';
import { executeBaseline } from './execute-baseline.ts';
import { type Planned, planFor } from './plan-baseline.ts';
import { nextCommand, reportRun } from './report-run.ts';
import { keepResults } from './results.ts';
import {
  checkFormat,
  loadReporter,
  type ReportWishes,
  wishesOf,
  withoutTemplate,
  writeReport,
} from './write-report.ts';

export interface BaselineOptions extends ReportWishes {
  /** Settings of the command line, by dotted path. */
  flags: Record<string, unknown>;
  dryRun: boolean;
  verbose: boolean;
}

/**
 * `tito benchmark baseline`: plan, measure, save, report.
 *
 * @returns exit code 0, or 4 where something computes wrongly or fails; an error where the report is written but
 *   something else remains to be said: nothing could be measured, the results could not be saved, an interruption
 */
export async function baseline(
  context: Context,
  options: BaselineOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const planned = await planFor(context, options.flags);
  const { format } = planned.config.values;
  const target = { format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  if (options.dryRun) {
    await writeReport(context, describePlan(planned), withoutTemplate(target));
    return EXIT.done;
  }
  const progress = await createProgress();
  const folder = resolve(context.cwd, planned.config.values.output.directory);
  const results = keepResults(folder, planned.plan.kind, context.clock());
  const run = await executeBaseline(context, planned, { results, progress, verbose: options.verbose });
  progress.done();
  const shown = results.file && relative(context.cwd, results.file);
  const { report, data } = await reportRun(context.root, run, nextCommand(context.root, shown));
  const { render } = await loadReporter(context.root, 'json');
  const failure = results.save(await render(report, { colour: false, unicode: true }));
  const { withCohortLine } = await import('./community/cohort-line.ts');
  const told = await withCohortLine(context, planned.config.values, report, ['baseline', data.score]);
  await writeReport(context, told, target, failure ? null : shown);
  if (failure) return failure;
  if (run.interrupted) return new TitoError('interrupted', shown ? { file: shown } : {});
  progress.say(`Saved to ${shown}`);
  return outcome(data);
}

function outcome({ workloads, subject }: BaselineReport): number | TitoError {
  if (workloads.some(({ status }) => status === 'invalid' || status === 'failed')) return EXIT.gate;
  if (workloads.some(({ status }) => status === 'ok')) return EXIT.done;
  const reason = workloads[0]?.reason ?? 'no workload was planned';
  const hint = 'Build what is named there, then try again.';
  return new TitoError('nothing_measured', { spec: subject.name, reason, hint });
}

/** What `--dry-run` shows. */
function describePlan({ plan }: Planned) {
  const { subject, timing, workloads } = plan;
  const spec = [subject.kind, subject.argument].filter((word) => word !== '').join(':');
  const value = (text: string, note?: string) => ({ value: text, ...(note === undefined ? {} : { note }) });
  const facts = [
    { label: 'Subject', ...value(spec) },
    { label: 'Yardstick', ...value(`${plan.yardstick.name} ${plan.yardstick.version}`) },
    { label: 'Profile', ...value(plan.profile, plan.profile_reason) },
    { label: 'Seed', ...value(`${plan.seed}`) },
    { label: 'Budget', ...value(`${timing.budget_s} s`, `at most ${timing.call_limit_s} s for one request`) },
    {
      label: 'Isolates',
      ...value(`${timing.isolates}`, `per contender and workload, slices of ${timing.slice_ms} ms`),
    },
  ];
  const list = workloads.map(({ id, title, steps }) => ({
    label: title,
    ...value(id, steps.map(({ operation }) => operation).join(', ')),
  }));
  return {
    data: { ...plan },
    rows: plan.schedule.map((entry, turn) => ({ turn, ...entry })),
    parts: [
      { kind: 'heading' as const, icon: '🗺', text: 'Plan of a baseline; nothing was executed' },
      { kind: 'facts' as const, icon: '⚙', title: 'Settings', facts },
      { kind: 'facts' as const, icon: '📊', title: 'Workloads', facts: list },
    ],
  };
}
