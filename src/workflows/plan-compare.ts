import type { Context } from '../cli/context.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Benchmark, Isolate } from '../contracts.ts';
import { TitoError } from '../errors.ts';
import type { ComparisonPlan } from '../schema/comparison-run.ts';
import type { MeasuredWorkload, PlannedContender } from '../schema/measured-workload.ts';
import { planComparison } from '../timing/plan-comparison.ts';
import type { TurnTaker } from '../turn-contracts.ts';
import { type ChosenContender, chooseContender, startContender } from './chosen-contender.ts';
import { programWorkloads } from './program-workloads.ts';
import { commandWorkload, functionWorkload } from './single-workload.ts';

/** Seconds for each workload where no budget is given. */
export const SECONDS_EACH = 2;
/** Relative effect below which a difference is called negligible, and the error rate over all looks. */
const DELTA = 0.01;
const ALPHA = 0.05;

/** One side as it was named, and the folder in which that word has its meaning. */
export interface NamedSide {
  word: string;
  label: string;
  directory: string;
  /** Of the code, where it is known already. */
  revision?: string;
}

export interface CompareSettings {
  a: NamedSide;
  b: NamedSide;
  against: ComparisonPlan['against'];
  /** Ids of benchmarks; empty for those of the baseline. */
  workloads: readonly string[];
  /** Seconds for everything; null for the default. */
  budget_s: number | null;
  margin_percent: number;
  /** Null without a gate. */
  threshold_percent: number | null;
}

/** A plan and everything that is needed to carry it out. */
export interface Startable<Plan> {
  plan: Plan;
  config: LoadedConfig;
  benchmarks: ReadonlyMap<string, Benchmark>;
  start: (
    contender: PlannedContender,
    workload: MeasuredWorkload,
    onOutput: (text: string) => void,
  ) => Promise<Isolate | TurnTaker>;
}

/**
 * Decides what a live comparison measures. Benchmarks that are asked for are loaded, and a function's file is once, in
 * an isolate, to learn its title and unit.
 *
 * @throws TitoError `usage` where both sides are not of one shape; `not_comparable` where their units differ
 */
export async function planCompare(
  context: Context,
  config: LoadedConfig,
  settings: CompareSettings,
): Promise<Startable<ComparisonPlan>> {
  const { values } = config;
  const [a, b] = await Promise.all([
    chooseContender(context, 'a', settings.a),
    chooseContender(context, 'b', settings.b),
  ]);
  const chosen = new Map([a, b].map((side) => [side.planned.id, side]));
  const seed = values.seed ?? context.random();
  const limits = { seed, limit_ms: values.benchmark.call_limit_s * 1000, python: values.benchmark.python };
  refuseDifferentShapes(a, b);
  const { workloads, benchmarks } = await workloadsOf(context, settings, [a, b], limits);
  const plan = planComparison({
    seed,
    contenders: [a.planned, b.planned],
    against: settings.against,
    delta: DELTA,
    margin: settings.margin_percent / 100,
    alpha: ALPHA,
    threshold_percent: settings.threshold_percent,
    timing: {
      slice_ms: Math.max(a.kind.slice_ms, b.kind.slice_ms),
      warm_up_ms: { a: a.kind.warm_up_ms, b: b.kind.warm_up_ms },
      budget_s: settings.budget_s ?? SECONDS_EACH * workloads.length,
      call_limit_s: values.benchmark.call_limit_s,
    },
    workloads,
  });
  return { plan, config, benchmarks, start: startContender(context, chosen, limits) };
}

const SHAPES = {
  program: 'a subject',
  function: 'a function',
  command: 'a command',
  probe: 'the spin probe',
};

function refuseDifferentShapes(a: ChosenContender, b: ChosenContender): void {
  if (a.shape === b.shape && a.shape !== 'probe') return;
  const of = ({ shape, planned }: ChosenContender) => `'${planned.label}' is ${SHAPES[shape]}`;
  throw new TitoError('usage', {
    message: `${of(a)} and ${of(b)}: only two of one kind can be compared.`,
    command: 'tito benchmark compare',
  });
}

async function workloadsOf(
  context: Context,
  { workloads: ids, a: { word } }: CompareSettings,
  [a, b]: readonly [ChosenContender, ChosenContender],
  limits: Parameters<typeof functionWorkload>[2],
): Promise<{ workloads: MeasuredWorkload[]; benchmarks: Map<string, Benchmark> }> {
  if (a.shape === 'program') return programWorkloads(context, ids);
  if (ids.length > 0) {
    throw new TitoError('usage', {
      message: `--workload chooses among what subjects are measured by; '${word}' is measured as it stands.`,
      command: 'tito benchmark compare',
    });
  }
  const workload = a.shape === 'command' ? commandWorkload(b) : await sharedFunction(context, a, b, limits);
  return { workloads: [workload], benchmarks: new Map() };
}

/** Both files are read at the same time: each starts a thread, which is most of the wait before anything is measured. */
async function sharedFunction(
  context: Context,
  a: ChosenContender,
  b: ChosenContender,
  limits: Parameters<typeof functionWorkload>[2],
): Promise<MeasuredWorkload> {
  const [first, second] = await Promise.allSettled([
    functionWorkload(context, a, limits),
    functionWorkload(context, b, limits),
  ]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return sameUnit(first.value, second.value, a, b);
}

/** @returns the second, which is what there is now */
function sameUnit(
  first: MeasuredWorkload,
  second: MeasuredWorkload,
  a: ChosenContender,
  b: ChosenContender,
): MeasuredWorkload {
  const work = (workload: MeasuredWorkload) =>
    workload.shape === 'function' ? `${workload.units_per_call} ${workload.unit}` : '';
  if (work(first) === work(second)) return second;
  const reason = `a call of A does ${work(first)}, a call of B ${work(second)}`;
  throw new TitoError('not_comparable', { a: a.planned.label, b: b.planned.label, reason });
}
