import { type Random, seededRandom } from '../../src/analysis/random.ts';
import {
  type BenchmarkRun,
  benchmarkRun,
  type ComparisonPlan,
  type ComparisonRun,
  comparisonRun,
} from '../../src/schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../src/schema/measured-workload.ts';
import type { Block, ContenderBlock, SubjectFacts } from '../../src/schema/run.ts';
import type { Trouble } from './runs.ts';
import { buildRun } from './runs.ts';

export interface Side {
  /** Of one call, in milliseconds. */
  call_ms: number;
  trouble?: Trouble;
  /** Index of the block in which the trouble happens; the first where it is left out. */
  in_block?: number;
}

export interface ComparedWorkload {
  id: string;
  shape?: MeasuredWorkload['shape'];
  a: Side;
  b: Side;
}

export interface ComparisonOptions {
  seed?: number;
  workloads?: readonly ComparedWorkload[];
  isolates?: number;
  pairs?: number;
  /** Standard deviation of the logarithm of a slice, and between isolates. */
  noise?: number;
  isolate_noise?: number;
  threshold_percent?: number | null;
  /** B's time over A's in the confirmation; null where it was not made. */
  confirmed?: number | null;
  interrupted?: boolean;
  against?: ComparisonPlan['against'];
  /** Share of turns that the system interrupted. */
  preempted?: number;
}

/** Sum of twelve uniform numbers less six: near enough to a standard normal one. */
const gauss = (random: Random) => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
const rounded = (ms: number) => Number(ms.toPrecision(5));

export const factsOf = (name: string): SubjectFacts => ({
  kind: 'function',
  name,
  runtime: 'node 24.21.0',
  revision: null,
  sources: [],
  missing: {},
  broken: {},
});

export function workloadOf(id: string, shape: MeasuredWorkload['shape']): MeasuredWorkload {
  const title = `The ${id}`;
  if (shape === 'command') return { shape, id, title: `node ${id}.js`, exit_status: 0 };
  if (shape === 'program') return { shape, id, title, setup: [], steps: [], grid: 1 };
  return { shape, id, title, unit: 'document', units_per_call: 2, score: { p90: 50, p50: 200 } };
}

interface Timing {
  random: Random;
  pairs: number;
  noise: number;
  isolate_noise: number;
  preempted: number;
  isCommand: boolean;
}

function contenderOf(id: string, { call_ms, trouble }: Side, timing: Timing): ContenderBlock {
  const { random, pairs, noise, isolate_noise, preempted, isCommand } = timing;
  const isolate = Math.exp(isolate_noise * gauss(random));
  const calls = isCommand ? 1 : Math.max(1, Math.round(0.5 / call_ms));
  const one = () => call_ms * isolate * Math.exp(noise * gauss(random));
  const slices = Array.from({ length: pairs }, () => rounded(calls * one()));
  return {
    id,
    ...(trouble ?? { status: 'ok' }),
    result_hash: null,
    start_ms: 40,
    warm_up_calls: calls,
    calls_per_slice: calls,
    slices_ms: slices,
    preempted: slices.flatMap((_, i) => (i < preempted * pairs ? [i] : [])),
    calls_ms: isCommand ? slices : Array.from({ length: pairs }, () => rounded(one())),
    calls_per_sample: 1,
    ...(isCommand
      ? {
          processes: {
            user_ms: slices.map((ms) => rounded(0.8 * ms)),
            system_ms: slices.map((ms) => rounded(0.1 * ms)),
            peak_memory_bytes: slices.map(() => 50_000_000),
          },
        }
      : {}),
  };
}

interface BlockOptions {
  workload: string;
  replicate: number;
  index: number;
  sides: readonly (readonly [string, Side])[];
}

function blockOf({ workload, replicate, index, sides }: BlockOptions, timing: Timing): Block {
  const own = sides.map(([id, side]) => {
    const isHere = side.trouble && (side.in_block ?? 0) === replicate;
    const sound: Side = { call_ms: side.call_ms };
    return [id, isHere ? side : sound] as const;
  });
  // A contender that fails in its first isolate is not timed.
  const isTimed = !own.some(([, { trouble, in_block = 0 }]) => trouble && in_block === 0);
  const pairs = isTimed ? timing.pairs : 0;
  return {
    workload,
    replicate,
    started_ms: 500 * index,
    processor: timing.isCommand ? null : 0,
    coins: Array.from({ length: pairs }, () => timing.random.integer(2)),
    contenders: own.map(([id, side]) => contenderOf(id, side, { ...timing, pairs })),
  };
}

const DEFAULT: readonly ComparedWorkload[] = [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: 0.11 } }];

/** A valid comparison as `tito benchmark compare` saves it; everything in it follows from the options. */
export function buildComparisonRun(given: ComparisonOptions = {}): ComparisonRun {
  const {
    seed = 7,
    workloads = DEFAULT,
    isolates = 4,
    pairs = 60,
    noise = 0.01,
    isolate_noise = 0.002,
  } = given;
  const { threshold_percent = null, confirmed = null, interrupted = false, against = null } = given;
  const { preempted = 0 } = given;
  const random = seededRandom(seed);
  const { environment, started_at, finished_at } = buildRun();
  const schedule = Array.from({ length: isolates }, (_, replicate) =>
    workloads.map(({ id }, i) => ({ workload: id, replicate, seed: 100 * replicate + i })),
  ).flat();
  const blocks = (change: (workload: ComparedWorkload) => ComparedWorkload): Block[] =>
    schedule.flatMap(({ workload: id, replicate }, index) => {
      const found = workloads.find((each) => each.id === id);
      if (!found) return [];
      const { a, b, shape } = change(found);
      const first = Math.min(
        a.trouble ? (a.in_block ?? 0) : isolates,
        b.trouble ? (b.in_block ?? 0) : isolates,
      );
      if (replicate > first) return [];
      const timing = { random, pairs, noise, isolate_noise, preempted, isCommand: shape === 'command' };
      return [
        blockOf(
          {
            workload: id,
            replicate,
            index,
            sides: [
              ['a', a],
              ['b', b],
            ],
          },
          timing,
        ),
      ];
    });
  return comparisonRun.parse({
    schema_version: 1,
    tito_version: '0.1.0',
    started_at,
    finished_at,
    interrupted,
    plan: {
      kind: 'comparison',
      seed,
      contenders: [
        { id: 'a', label: 'old.ts', spec: { kind: 'function', argument: 'old.ts' } },
        { id: 'b', label: 'new.ts', spec: { kind: 'function', argument: 'new.ts' } },
      ],
      against,
      delta: 0.01,
      margin: 0.01,
      alpha: 0.05,
      looks: Array.from({ length: isolates }, (_, i) => i + 1),
      threshold_percent,
      timing: {
        isolates,
        slice_ms: 0.5,
        warm_up_ms: { a: 120, b: 120 },
        budget_s: 2 * workloads.length,
        call_limit_s: 10,
      },
      workloads: workloads.map(({ id, shape = 'function' }) => workloadOf(id, shape)),
      schedule,
      confirmation: schedule.map((entry) => ({ ...entry, seed: entry.seed + 7 })),
    },
    environment,
    subjects: { a: factsOf('old'), b: factsOf('new') },
    blocks: blocks((workload) => workload),
    confirmation:
      confirmed === null
        ? []
        : blocks((workload) => ({ ...workload, b: { call_ms: workload.a.call_ms * confirmed } })),
  } satisfies ComparisonRun);
}

export interface BenchmarkOptions
  extends Pick<ComparisonOptions, 'seed' | 'isolates' | 'pairs' | 'interrupted'> {
  workloads?: readonly { id: string; shape?: MeasuredWorkload['shape']; subject: Side }[];
}

/** Time of the spin probe's call. */
export const PROBE_MS = 0.001;

/** A valid run as `tito benchmark run` saves it. */
export function buildBenchmarkRun(given: BenchmarkOptions = {}): BenchmarkRun {
  const { seed = 7, isolates = 4, pairs = 40, interrupted = false } = given;
  const { workloads = [{ id: 'parse', subject: { call_ms: 0.1 } }] } = given;
  const random = seededRandom(seed);
  const { environment, started_at, finished_at } = buildRun();
  const schedule = Array.from({ length: isolates }, (_, replicate) =>
    workloads.map(({ id }, i) => ({ workload: id, replicate, seed: 100 * replicate + i })),
  ).flat();
  return benchmarkRun.parse({
    schema_version: 1,
    tito_version: '0.1.0',
    started_at,
    finished_at,
    interrupted,
    plan: {
      kind: 'benchmark',
      seed,
      suite: null,
      contenders: [
        { id: 'subject', label: 'parse.ts', spec: { kind: 'function', argument: 'parse.ts' } },
        { id: 'probe', label: 'spin probe', spec: { kind: 'probe', argument: '' } },
      ],
      timing: {
        isolates,
        slice_ms: 0.5,
        warm_up_ms: { subject: 120, probe: 30 },
        budget_s: 2,
        call_limit_s: 10,
      },
      workloads: workloads.map(({ id, shape = 'function' }) => workloadOf(id, shape)),
      schedule,
    },
    environment,
    subjects: { subject: factsOf('parse'), probe: factsOf('spin 1') },
    blocks: schedule.flatMap(({ workload: id, replicate }, index) => {
      const found = workloads.find((each) => each.id === id);
      if (!found || (found.subject.trouble && replicate > (found.subject.in_block ?? 0))) return [];
      const timing = {
        random,
        pairs,
        noise: 0.01,
        isolate_noise: 0.002,
        preempted: 0,
        isCommand: found.shape === 'command',
      };
      const sides = [
        ['subject', found.subject],
        ['probe', { call_ms: PROBE_MS }],
      ] as const;
      return [blockOf({ workload: id, replicate, index, sides }, timing)];
    }),
  } satisfies BenchmarkRun);
}
