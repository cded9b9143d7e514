import forwardPass from '../../benchmarks/baseline/forward_pass.ts';
import matmul from '../../benchmarks/baseline/matmul.ts';
import tensorOps from '../../benchmarks/baseline/tensor_ops.ts';
import { type Random, seededRandom } from '../../src/analysis/random.ts';
import {
  type BaselinePlan,
  type Block,
  type ContenderBlock,
  type Run,
  run as runSchema,
} from '../../src/schema/run.ts';

const BENCHMARKS = { tensor_ops: tensorOps, matmul, forward_pass: forwardPass };
export type WorkloadId = keyof typeof BENCHMARKS;
export const WORKLOADS: readonly WorkloadId[] = ['tensor_ops', 'matmul', 'forward_pass'];

/** What the yardstick needs for one call, in milliseconds. */
export const YARDSTICK_MS: Record<WorkloadId, number> = { tensor_ops: 0.04, matmul: 2, forward_pass: 0.1 };
const CALLS_PER_SLICE: Record<WorkloadId, number> = { tensor_ops: 12, matmul: 1, forward_pass: 5 };

export type Trouble = Pick<ContenderBlock, 'status' | 'reason' | 'mismatch'>;

export interface RunOptions {
  seed?: number;
  /** Subject's time over the yardstick's, by workload. */
  slower?: Partial<Record<WorkloadId, number>>;
  /** What went wrong with the subject, or with the yardstick, in the first isolate of a workload. */
  troubles?: Partial<Record<WorkloadId, Trouble>>;
  yardstick_troubles?: Partial<Record<WorkloadId, Trouble>>;
  isolates?: number;
  /** Turns of each block. */
  pairs?: number;
  /** Single calls of each contender in each block. */
  calls?: number;
  /** `profile`: the reference alone, as without a subject. */
  score_basis?: 'yardstick' | 'profile';
  /** What the profile expects, in multiples of `YARDSTICK_MS`; null where it says nothing. */
  expected?: number | null;
  /** Turns during which the system took the processor from the subject, as indices. */
  preempted?: readonly number[];
  /** Standard deviation of the logarithm of a time, within isolates and between them. */
  noise?: number;
  /** Blocks that were finished, for an interrupted run. */
  finished_blocks?: number;
  subject_name?: string;
}

/** Sum of twelve uniform numbers less six: near enough to a standard normal one. */
const gauss = (random: Random) => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
const rounded = (ms: number) => Number(ms.toPrecision(4));

function planOf(options: Required<RunOptions>): BaselinePlan {
  const { seed, isolates, score_basis, expected } = options;
  const isAlone = score_basis === 'profile';
  return {
    kind: 'baseline',
    seed,
    subject: isAlone
      ? { kind: 'reference', argument: '' }
      : { kind: 'module', argument: '/home/ada/mine.ts' },
    score_basis,
    yardstick: { name: 'tito-reference', version: '1' },
    contenders: isAlone ? ['subject'] : ['subject', 'yardstick'],
    profile: 'medium',
    profile_reason: '4 cores and 16 GiB of memory',
    timing: {
      isolates,
      slice_ms: 0.5,
      warm_up_ms: { subject: 100, yardstick: 100 },
      budget_s: 7,
      call_limit_s: 10,
    },
    workloads: WORKLOADS.map((id) => {
      const { title, setup, steps, grid, score } = BENCHMARKS[id];
      const expected_ms = expected === null ? null : expected * YARDSTICK_MS[id];
      return { id, title, weight: 1, setup: [...setup], steps: [...steps], grid, score, expected_ms };
    }),
    schedule: Array.from({ length: isolates }, (_, replicate) =>
      WORKLOADS.map((workload, i) => ({ workload, replicate, seed: 1000 * replicate + i })),
    ).flat(),
  };
}

interface Timing {
  random: Random;
  options: Required<RunOptions>;
  call_ms: number;
  calls_per_slice: number;
  /** What the machine did to both sides at each turn, as a factor. */
  drift: readonly number[];
}

function timed({ random, options, call_ms, calls_per_slice, drift }: Timing) {
  const { noise, calls } = options;
  const isolate = Math.exp((noise / 2) * gauss(random));
  const jitter = () => isolate * Math.exp(noise * gauss(random));
  return {
    result_hash: 'd2f1'.repeat(16),
    warm_up_calls: Math.round(100 / call_ms),
    calls_per_slice,
    slices_ms: drift.map((factor) => rounded(call_ms * calls_per_slice * factor * jitter())),
    calls_ms: Array.from({ length: calls }, () => rounded(call_ms * jitter())),
  };
}

const untimed = {
  result_hash: null,
  warm_up_calls: 0,
  calls_per_slice: 0,
  slices_ms: [],
  calls_ms: [],
};

function blockOf(
  { workload, replicate }: { workload: WorkloadId; replicate: number },
  options: Required<RunOptions>,
  random: Random,
): Block {
  const { troubles, yardstick_troubles, slower, pairs, preempted } = options;
  const trouble = troubles[workload];
  const yardstickTrouble = yardstick_troubles[workload];
  const isTimed = !trouble && !yardstickTrouble;
  const drift = Array.from({ length: pairs }, (_, turn) => 1 + 0.2 * Math.sin(turn));
  const contender = (id: string, own: Trouble | undefined, call_ms: number): ContenderBlock => ({
    id,
    ...(own ?? { status: 'ok' }),
    start_ms: 45,
    preempted: isTimed && id === 'subject' ? [...preempted] : [],
    calls_per_sample: 1,
    ...(isTimed
      ? timed({ random, options, call_ms, calls_per_slice: CALLS_PER_SLICE[workload], drift })
      : untimed),
  });
  const yardstick_ms = YARDSTICK_MS[workload];
  const subject = contender('subject', trouble, yardstick_ms * (slower[workload] ?? 1));
  const yardstick = contender('yardstick', yardstickTrouble, yardstick_ms);
  return {
    workload,
    replicate,
    processor: 0,
    started_ms: 700 * (3 * replicate + WORKLOADS.indexOf(workload)),
    coins: isTimed ? Array.from({ length: pairs }, () => random.integer(2)) : [],
    contenders: options.score_basis === 'profile' ? [subject] : [subject, yardstick],
  };
}

/** A valid run as `tito benchmark baseline` saves it; everything in it follows from the options. */
export function buildRun(given: RunOptions = {}): Run {
  const options: Required<RunOptions> = {
    seed: 7,
    slower: {},
    troubles: {},
    yardstick_troubles: {},
    isolates: 3,
    pairs: 40,
    calls: 40,
    score_basis: 'yardstick',
    expected: 1,
    preempted: [],
    noise: 0.02,
    finished_blocks: Number.POSITIVE_INFINITY,
    subject_name: 'my framework',
    ...given,
  };
  const random = seededRandom(options.seed);
  const plan = planOf(options);
  const isTroubled = (id: WorkloadId) => options.troubles[id] ?? options.yardstick_troubles[id];
  const blocks = plan.schedule
    .map(({ workload, replicate }) => ({ workload: workload as WorkloadId, replicate }))
    .filter(({ workload, replicate }) => replicate === 0 || !isTroubled(workload))
    .slice(0, options.finished_blocks)
    .map((entry) => blockOf(entry, options, random));
  return runSchema.parse({
    schema_version: 1,
    tito_version: '0.1.0',
    started_at: '2026-01-31T12:00:00.000Z',
    finished_at: '2026-01-31T12:00:07.000Z',
    interrupted: Number.isFinite(options.finished_blocks),
    plan,
    environment: {
      system: {
        cpu: 'Example CPU 3000',
        cores: 4,
        memory_bytes: 16 * 2 ** 30,
        os: 'linux 6.1',
        arch: 'x64',
        node: '24.21.0',
        python: null,
        power: 'ac',
        container: null,
        virtual_machine: null,
      },
      timer_resolution_ms: 0.00005,
      before: { load_1m: 0.3, steal_share: null },
      after: { load_1m: 0.9, steal_share: 0 },
    },
    subject: {
      kind: plan.subject.kind,
      name: options.subject_name,
      runtime: 'node 24.21.0',
      revision: null,
      sources: [],
      missing: {},
      broken: {},
    },
    blocks,
  });
}
