import { relative, resolve } from 'node:path';
import { rankStudents, type StudentOutcome } from '../analysis/capstone/roster.ts';
import type { Context } from '../cli/context.ts';
import type { Progress } from '../cli/progress.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Layout } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { EXIT, TitoError } from '../errors.ts';
import type { RosterPlan, RosterReport } from '../schema/roster.ts';
import { SCHEMA_VERSION } from '../schema/run.ts';
import { type CapstoneOptions, measureAndKeep } from './capstone.ts';
import { planForCapstone } from './plan-capstone.ts';
import { reportRun } from './report-run.ts';
import { finishedRun, openRoster, studentsIn } from './roster-folder.ts';
import { findModels } from './select-subject.ts';
import { checkFormat, wishesOf, withoutTemplate, writeReport } from './write-report.ts';

export interface RosterOptions extends CapstoneOptions {
  /** Folder that holds the students' folders, relative to the working directory. */
  roster: string;
  resume: boolean;
}

/**
 * `tito benchmark capstone --roster`: every student's folder one after the other, ranked. What goes wrong with one is
 * that one's reason and never stops the rest.
 */
export async function rosterCapstone(
  context: Context,
  options: RosterOptions,
  createProgress: () => Promise<Progress>,
): Promise<number | TitoError> {
  const { values } = await loadConfig({ cwd: context.cwd, env: context.env, flags: options.flags });
  const target = { format: values.format, ...wishesOf(options) };
  await checkFormat(context.root, target);
  const directory = resolve(context.cwd, options.roster);
  const students = studentsIn(directory);
  if (options.dryRun) {
    await writeReport(context, describe(students), withoutTemplate(target));
    return EXIT.done;
  }
  const { folder, plan } = openRoster(resolve(context.cwd, values.output.directory), options.resume, {
    kind: 'roster',
    started_at: new Date(context.clock()).toISOString(),
    roster: directory,
    track: options.track,
    seed: values.seed ?? context.random(),
    is_seed_given: values.seed !== null,
  });
  const progress = await createProgress();
  const outcomes: StudentOutcome[] = [];
  for (const [i, name] of students.entries()) {
    if (context.signal.aborted) break;
    const shown: Progress = {
      ...progress,
      update: (text) => progress.update(`${name} (${i + 1} of ${students.length}): ${text}`),
    };
    const student = { name, directory: resolve(directory, name), folder: resolve(folder, name) };
    const outcome = await outcomeOf(context, student, plan, options, shown);
    if (context.signal.aborted && outcome.report?.interrupted !== false) break;
    outcomes.push(outcome);
  }
  progress.done();
  const isInterrupted = context.signal.aborted;
  const report: RosterReport = {
    schema_version: SCHEMA_VERSION,
    benchmark_type: 'roster',
    timestamp: plan.started_at,
    interrupted: isInterrupted,
    plan,
    students: rankStudents(outcomes, plan.track),
  };
  const runs = relative(context.cwd, folder);
  await writeReport(
    context,
    await layOut(context.root, report, `Each run is saved: tito report ${runs}/…`),
    target,
  );
  return isInterrupted ? new TitoError('roster_interrupted', { roster: options.roster }) : EXIT.done;
}

interface Student {
  name: string;
  directory: string;
  /** Where the student's run is kept. */
  folder: string;
}

async function outcomeOf(
  context: Context,
  { name, directory, folder }: Student,
  plan: RosterPlan,
  options: RosterOptions,
  progress: Progress,
): Promise<StudentOutcome> {
  const shown = (file: string) => relative(context.cwd, file);
  const known = finishedRun(folder);
  if (known) {
    const { data } = await reportRun(context.root, known.run, '');
    return { name, report: data, reason: null, file: shown(known.file) };
  }
  try {
    const spec = await findModels({ root: context.root, directory });
    const planned = await planForCapstone(context, {
      ...options,
      track: plan.track,
      flags: { ...options.flags, seed: plan.seed, 'benchmark.subject': spec },
      // One student's saved run must not tell the next one's code the right answers.
      ...(plan.is_seed_given ? {} : { test_seed: context.random() }),
    });
    const { data, file, failure } = await measureAndKeep(context, planned, progress, options.verbose, folder);
    if (failure) progress.say(`${name}: ${failure.message}`);
    return { name, report: data, reason: null, file };
  } catch (cause) {
    // Whatever one student's folder leads to, the others are measured.
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { name, report: null, reason, file: null };
  }
}

async function layOut(root: string, report: RosterReport, hint: string) {
  const documents = discover('document', 'src/reporters/documents', { root });
  const layout = await load<Layout<RosterReport>>('document', pick('document', 'roster', documents), [
    'layOut',
  ]);
  return { data: { ...report }, ...layout.layOut(report, hint) };
}

/** What `--dry-run` shows. */
const describe = (students: readonly string[]) => ({
  data: { students },
  rows: students.map((name) => ({ name })),
  parts: [
    { kind: 'heading' as const, icon: '🗺', text: 'Plan of a roster; nothing was executed' },
    {
      kind: 'table' as const,
      icon: '👥',
      title: 'Students',
      columns: ['folder'],
      rows: students.map((name) => [name]),
    },
  ],
});
