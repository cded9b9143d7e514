import { loadBatch } from '../config/load-batch.ts';
import { loadConfig } from '../config/load-config.ts';
import { TitoError } from '../errors.ts';
import type { Task } from '../schema/task.ts';
import type { TasksPlan } from '../schema/tasks-run.ts';
import type { TasksEvent } from '../tasks/events.ts';
import { type KeptTasks, keepResumedTasks, keepTasks } from './keep-tasks.ts';
import { type PlannedTasks, planForTasks } from './plan-tasks.ts';
import { reportProfiles } from './report-profiles.ts';
import type { Surroundings } from './surroundings.ts';
import { checkBaseline, readBaseline, reportRegression } from './tasks-regression.ts';
import type {
  BaselineSettings,
  BenchmarkResult,
  ComparisonResult,
  ComparisonSettings,
  ResumeSettings,
  RunSettings,
} from './tasks-settings.ts';

/** What happens during a run is told to, and the tasks that are in no file. */
export interface Attendance {
  surroundings: Surroundings;
  registered: ReadonlyMap<string, Task>;
  tell: (event: TasksEvent) => void;
}

type Settings = RunSettings & BaselineSettings & { batchName?: string };

/** @throws TitoError as `planForTasks` and `checkBaseline` */
export async function planBenchmark(attendance: Attendance, settings: Settings): Promise<TasksPlan> {
  const { check } = openBaseline(attendance, settings);
  const { plan } = await planned(attendance, settings);
  check(plan);
  return plan;
}

/** Plan, ask, save, report, and hold against the baseline, which is read first of all. */
export async function runBenchmark(attendance: Attendance, settings: Settings): Promise<BenchmarkResult> {
  const { check, hold } = openBaseline(attendance, settings);
  const ready = await planned(attendance, settings);
  check(ready.plan);
  return hold(await carryOut(attendance, ready));
}

/** Runs the same tasks with one profile after the other. All are planned before the first is asked. */
export async function runProfiles(
  attendance: Attendance,
  { profiles, ...settings }: ComparisonSettings,
): Promise<ComparisonResult> {
  const { surroundings } = attendance;
  if (profiles.length === 0) throw new TitoError('usage', { message: 'No profile is named.' });
  const plans: PlannedTasks[] = [];
  for (const profile of profiles) {
    plans.push(await planned(attendance, { ...settings, settings: { ...settings.settings, profile } }));
  }
  const kept: KeptTasks[] = [];
  for (const ready of plans) {
    if (surroundings.signal.aborted) break;
    kept.push(await carryOut(attendance, ready));
  }
  if (kept.length === 0) throw new TitoError('interrupted');
  const { hold } = openBaseline(attendance, {});
  return { runs: kept.map(hold), ...(await reportProfiles(surroundings.root, kept)) };
}

/** @throws TitoError as `resumeTasks` */
export async function resumeBenchmark(
  attendance: Attendance,
  { journal, batchName, ...against }: ResumeSettings,
): Promise<BenchmarkResult> {
  const { surroundings, tell } = attendance;
  const { check, hold } = openBaseline(attendance, against);
  const { values } = await loadConfig({ cwd: surroundings.cwd, env: surroundings.env, flags: {} });
  const { directory } = values.output;
  const choices = { directory, journal: journal ?? null, batch: batchName ?? null, check };
  return hold(await keepResumedTasks(surroundings, choices, tell));
}

/** Profiles that a batch goes through; empty where it is for the one that is chosen or fits, or where one is named. */
export async function profilesOf(
  { surroundings: { root, cwd: directory } }: Pick<Attendance, 'surroundings'>,
  settings: RunSettings & { batchName: string },
): Promise<readonly string[]> {
  if (flagsOf(settings).profile !== undefined) return [];
  return (await loadBatch(settings.batchName, { root, directory })).profiles ?? [];
}

const planned = (
  { surroundings, registered }: Attendance,
  { batchName, taskIds, target, ...settings }: Settings,
): Promise<PlannedTasks> =>
  planForTasks(surroundings, {
    batch: batchName ?? null,
    flags: flagsOf(settings),
    tasks: taskIds ?? [],
    registered,
    ...(target === undefined ? {} : { target }),
  });

function carryOut({ surroundings, tell }: Attendance, ready: PlannedTasks): Promise<KeptTasks> {
  tell({ kind: 'planned', plan: ready.plan });
  return keepTasks(surroundings, ready, tell);
}

/** What a run is checked and held against; nothing where no baseline is named. */
function openBaseline(
  { surroundings: { cwd } }: Attendance,
  { baselineFile, thresholdPercent }: BaselineSettings,
): { check: (plan: TasksPlan) => void; hold: (kept: KeptTasks) => BenchmarkResult } {
  const result = ({ run, data, file, failure }: KeptTasks) => ({ run, report: data, file, failure });
  if (baselineFile === undefined) {
    const hold = (kept: KeptTasks) => ({ ...result(kept), document: kept.report, regression: null });
    return { check: () => {}, hold };
  }
  const baseline = readBaseline(cwd, baselineFile, thresholdPercent);
  return {
    check: (plan) => checkBaseline(baseline, plan),
    hold: (kept) => ({ ...result(kept), ...reportRegression(kept, baseline) }),
  };
}

/** Settings by dotted path, as the configuration takes them. */
const flagsOf = ({ settings, ...given }: RunSettings): Record<string, unknown> => ({
  profile: given.profile,
  seed: given.seed,
  'tasks.provider': given.provider,
  'tasks.models': given.models,
  'tasks.endpoint': given.endpoint,
  'tasks.samples': given.sampleSize,
  'tasks.concurrency': given.concurrency,
  ...settings,
});
