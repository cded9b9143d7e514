import { relative, resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { EXIT, TitoError } from '../errors.ts';
import type { CapstoneReport } from '../schema/capstone-report.ts';
import type { CapstoneRun } from '../schema/capstone-run.ts';
import { executeCapstone } from './execute-capstone.ts';
import { submitCommand } from './next-command.ts';
import { type CapstoneChoices, type PlannedCapstone, planForCapstone } from './plan-capstone.ts';
import { type RunReport, reportRun } from './report-run.ts';
import { keepResults } from './results.ts';
import {
  checkFormat,
  loadReporter,
  type ReportWishes,
  wishesOf,
  withoutTemplate,
  writeReport,
} from './write-report.ts';

export interface CapstoneOptions extends CapstoneChoices, ReportWishes {
  dryRun: boolean;
  verbose: boolean;
}

/**
 * `tito benchmark capstone`: plan, train, measure, save, report.
 *
 * @returns exit code 0, or 4 where a track failed or is invalid; an error where the report is written but something
 *   else remains to be said: nothing could be measured, the results could not be saved, an interruption
 */
export async function capstone(
  context: Context,
  options: CapstoneOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const planned = await planForCapstone(context, options);
  const { format } = planned.config.values;
  const target = { format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  if (options.dryRun) {
    await writeReport(context, describePlan(planned), withoutTemplate(target));
    return EXIT.done;
  }
  const progress = await createProgress();
  const kept = await measureAndKeep(context, planned, progress, options.verbose);
  progress.done();
  const { withCohortLine } = await import('./community/cohort-line.ts');
  const { values } = planned.config;
  const told = await withCohortLine(context, values, kept.report, ['overall', kept.data.overall_score]);
  await writeReport(context, told, target, kept.failure ? null : kept.file);
  if (kept.failure) return kept.failure;
  const file = kept.file === null ? {} : { file: kept.file };
  if (kept.run.interrupted) return new TitoError('interrupted', file);
  progress.say(`Saved to ${kept.file}`);
  return outcome(kept.data);
}

export interface KeptCapstone extends RunReport<CapstoneRun> {
  run: CapstoneRun;
  /** Path relative to the working directory; null where the folder can't be written. */
  file: string | null;
  /** Why it could not be saved. */
  failure: TitoError | null;
}

/** Carries the plan out and saves what came of it. */
export async function measureAndKeep(
  context: Context,
  planned: PlannedCapstone,
  progress: Progress,
  verbose: boolean,
  folder = resolve(context.cwd, planned.config.values.output.directory),
): Promise<KeptCapstone> {
  const results = keepResults(folder, planned.plan.kind, context.clock());
  const run = await executeCapstone(context, planned, { results, progress, verbose });
  const file = results.file && relative(context.cwd, results.file);
  const { report, data } = await reportRun(context.root, run, submitCommand(context.root, file));
  const { render } = await loadReporter(context.root, 'json');
  const failure = results.save(await render(report, { colour: false, unicode: true }));
  return { run, file, report, data, failure };
}

function outcome({ tracks, subject }: CapstoneReport): number | TitoError {
  const all = Object.values(tracks);
  if (all.some(({ status }) => status === 'invalid' || status === 'failed')) return EXIT.gate;
  if (all.some(({ status }) => status === 'ok')) return EXIT.done;
  const reason = all.find((track) => track.reason)?.reason ?? 'no track was planned';
  const hint = 'Build what is named there, then try again.';
  return new TitoError('nothing_measured', { spec: subject.name, reason, hint });
}

/** What `--dry-run` shows. */
function describePlan({ plan }: PlannedCapstone) {
  const { subject, timing, data, scoring } = plan;
  const spec = [subject.kind, subject.argument].filter((word) => word !== '').join(':');
  const fact = (label: string, value: string, note?: string) => ({
    label,
    value,
    ...(note === undefined ? {} : { note }),
  });
  const images = `${data.train_count} to train on, ${data.test_count} to test with`;
  const settings = [
    fact('Subject', spec),
    fact('Yardstick', `${plan.yardstick.name} ${plan.yardstick.version}`),
    fact('Digits', data.file ?? 'generated', `${data.size}×${data.size}, ${images}`),
    fact('Seed', `${plan.seed}`),
    fact('Training', `at most ${timing.train_limit_s} s for each model`),
    fact('Budget', `${timing.budget_s} s`, `${timing.isolates} fresh processes for each model`),
    fact('Limits', `${timing.memory_limit_bytes / 2 ** 20} MiB`, `${timing.call_limit_s} s for one request`),
  ];
  const tracks = plan.tracks.map((track) => {
    const curves = Object.entries(scoring.tracks[track].curves);
    const points = curves.map(([name, { p90, p50 }]) => `${name}: 90 points at ${p90}, 50 at ${p50}`);
    return fact(track, `weight ${scoring.tracks[track].weight}`, points.join('; '));
  });
  return {
    data: { ...plan },
    rows: plan.schedule.map((entry) => ({ ...entry })),
    parts: [
      { kind: 'heading' as const, icon: '🗺', text: 'Plan of a capstone; nothing was executed' },
      { kind: 'facts' as const, icon: '⚙', title: 'Settings', facts: settings },
      { kind: 'facts' as const, icon: '📊', title: 'Tracks', facts: tracks },
    ],
  };
}
