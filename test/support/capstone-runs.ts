import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Random, seededRandom } from '../../src/analysis/random.ts';
import {
  type CapstoneBlock,
  type CapstoneContender,
  type CapstonePlan,
  type CapstoneRun,
  capstoneRun,
  MODELS,
  type ModelId,
  type Phase,
  type PhaseContender,
  type TrainedModel,
} from '../../src/schema/capstone-run.ts';
import { capstoneSuite, TRACKS, type Track } from '../../src/schema/capstone-suite.ts';
import { REPOSITORY } from './context.ts';

export interface CapstoneOptions {
  seed?: number;
  tracks?: readonly Track[];
  /** Fresh processes per model that were measured, and turns of the latency and throughput phases in each. */
  isolates?: number;
  pairs?: number;
  energy_turns?: number;
  /** Single calls of each contender in each block. */
  calls?: number;
  /** How many times as fast the optimized model is, one by one and in batches. */
  speedup?: number;
  throughput_speedup?: number;
  /** Bytes of each model. */
  sizes?: Record<ModelId, number>;
  /** Test images, and how many of them each model gets wrong; those of the optimized one come last. */
  images?: number;
  wrong?: Record<ModelId, number>;
  /** Memory above idle, in bytes. */
  memory?: Record<ModelId, number>;
  /** Watts of the machine by its counter; null where it has none. */
  watts?: number | null;
  /** Standard deviation of the logarithm of a time, within isolates and between them. */
  noise?: number;
  interrupted?: boolean;
}

const CALL_MS = { yardstick: 0.1, baseline: 0.08 };
const SLICE_MS = { latency: 2, throughput: 2, energy: 60 };
const IDLE_BYTES = 40_000_000;
const BATCH = 32;
/** A batch costs less than its images one by one. */
const PER_IMAGE_IN_BATCH = 0.7;

const gauss = (random: Random) => Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6);
const rounded = (value: number) => Number(value.toPrecision(9));
const hash = (digit: string) => digit.repeat(64);

const suite = readFileSync(join(REPOSITORY, 'suites/capstone.yaml'), 'utf8');
export const SCORING = capstoneSuite.parse(parse(suite));

function planOf({ seed, tracks, isolates, energy_turns, images }: Required<CapstoneOptions>): CapstonePlan {
  return {
    kind: 'capstone',
    seed,
    subject: { kind: 'python', argument: '/home/ada/course/capstone.py' },
    tracks: [...tracks],
    yardstick: { name: 'tito-reference', version: '1' },
    data: {
      source: 'generated',
      file: null,
      generator: '1',
      size: 8,
      train_count: 4 * images,
      test_count: images,
    },
    model_seed: 11,
    train_seed: 12,
    timing: {
      isolates,
      slice_ms: SLICE_MS.latency,
      energy_slice_ms: SLICE_MS.energy,
      warm_up_ms: { baseline: 100, optimized: 100, yardstick: 100 },
      latency_s: 0.8,
      throughput_s: 0.6,
      energy_turns,
      batch: BATCH,
      budget_s: 20,
      train_limit_s: 300,
      call_limit_s: 60,
      memory_limit_bytes: 2 ** 31,
    },
    scoring: SCORING,
    schedule: Array.from({ length: isolates }, (_, replicate) => ({ replicate, seed: 1000 + replicate })),
  };
}

/** The labels with the last `wrong` of them replaced by the next digit. */
const predictionsOf = (labels: string, wrong: number) =>
  [...labels].map((label, i) => (i < labels.length - wrong ? label : `${(Number(label) + 1) % 10}`)).join('');

const callMs = (id: string, phase: Phase['phase'], options: Required<CapstoneOptions>): number => {
  if (id === 'yardstick') return CALL_MS.yardstick;
  const images = phase === 'latency' ? 1 : BATCH * PER_IMAGE_IN_BATCH;
  const faster = phase === 'latency' ? options.speedup : options.throughput_speedup;
  return (CALL_MS.baseline * images) / (id === 'optimized' ? faster : 1);
};

function phaseOf(phase: Phase['phase'], options: Required<CapstoneOptions>, random: Random): Phase {
  const turns = phase === 'energy' ? options.energy_turns : options.pairs;
  const ids = phase === 'latency' ? [...MODELS, 'yardstick'] : [...MODELS];
  const batch = phase === 'latency' ? 1 : BATCH;
  const drift = Array.from({ length: turns }, (_, turn) => 1 + 0.2 * Math.sin(turn));
  const contenders = ids.map((id): PhaseContender => {
    const call_ms = callMs(id, phase, options);
    const calls_per_slice = Math.max(1, Math.round(SLICE_MS[phase] / call_ms));
    const isolate = Math.exp((options.noise / 2) * gauss(random));
    const jitter = () => isolate * Math.exp(options.noise * gauss(random));
    const slices_ms = drift.map((factor) => rounded(call_ms * calls_per_slice * factor * jitter()));
    const isModel = id !== 'yardstick';
    const { watts } = options;
    return {
      id,
      warm_up_calls: Math.round(100 / call_ms),
      calls_per_slice,
      slices_ms,
      slices_cpu_ms: isModel ? slices_ms.map((ms) => rounded(ms * 0.98)) : [],
      slices_joules:
        phase === 'energy' && watts !== null ? slices_ms.map((ms) => rounded((ms / 1000) * watts)) : [],
      preempted: [],
      calls_ms:
        phase === 'latency' ? Array.from({ length: options.calls }, () => rounded(call_ms * jitter())) : [],
      calls_per_sample: 1,
      predicted: isModel ? turns * calls_per_slice * batch : 0,
      changed: 0,
      own_ms: rounded(slices_ms.reduce((sum, ms) => sum + ms, 0.1 * turns)),
      wall_ms: rounded(slices_ms.reduce((sum, ms) => sum + ms, 0.2 * turns)),
    };
  });
  const orders = ids.length === 3 ? 6 : 2;
  return { phase, batch, coins: drift.map(() => random.integer(orders)), contenders };
}

function blockOf(
  replicate: number,
  options: Required<CapstoneOptions>,
  random: Random,
  predicted: Predictions,
) {
  const contender = (id: ModelId): CapstoneContender => ({
    id,
    status: 'ok',
    origin: 'restored',
    start_ms: 180,
    predictions: predicted[id],
    changed: 0,
    idle_bytes: IDLE_BYTES,
    peak_bytes: IDLE_BYTES + options.memory[id],
  });
  const { tracks } = options;
  const phases: Phase['phase'][] = [
    ...(tracks.includes('speed') ? (['latency', 'throughput'] as const) : []),
    ...(tracks.includes('efficiency') ? (['energy'] as const) : []),
  ];
  const block: CapstoneBlock = {
    replicate,
    started_ms: 3000 + 4000 * replicate,
    processor: 0,
    contenders: MODELS.map(contender),
    phases: phases.map((phase) => phaseOf(phase, options, random)),
  };
  return block;
}

type Predictions = Record<ModelId, string>;

const DEFAULTS: Required<CapstoneOptions> = {
  seed: 7,
  tracks: TRACKS,
  isolates: 3,
  pairs: 40,
  energy_turns: 4,
  calls: 120,
  speedup: 7.3,
  throughput_speedup: 12,
  sizes: { baseline: 9640, optimized: 2442 },
  images: 1000,
  wrong: { baseline: 55, optimized: 58 },
  memory: { baseline: 9_000_000, optimized: 4_000_000 },
  watts: null,
  noise: 0.02,
  interrupted: false,
};

/** A valid run as `tito benchmark capstone` saves it; everything in it follows from the options. */
export function buildCapstoneRun(given: CapstoneOptions = {}): CapstoneRun {
  const options = { ...DEFAULTS, ...given };
  const random = seededRandom(options.seed);
  const plan = planOf(options);
  const labels = Array.from({ length: options.images }, () => random.integer(10)).join('');
  const predicted: Predictions = {
    baseline: predictionsOf(labels, options.wrong.baseline),
    optimized: predictionsOf(labels, options.wrong.optimized),
  };
  const model = (id: ModelId): TrainedModel => ({
    id,
    status: 'ok',
    train_ms: 800,
    train_cpu_ms: 790,
    parameters: 2410,
    predictions: predicted[id],
    serialized: {
      status: 'ok',
      encoding: 'own',
      size_bytes: options.sizes[id],
      sha256: hash(id === 'baseline' ? 'b' : '0'),
    },
  });
  return capstoneRun.parse({
    schema_version: 1,
    tito_version: '0.1.0',
    started_at: '2026-01-31T12:00:00.000Z',
    finished_at: '2026-01-31T12:00:30.000Z',
    interrupted: options.interrupted,
    plan,
    environment: {
      system: {
        cpu: 'Example CPU 3000',
        cores: 4,
        memory_bytes: 16 * 2 ** 30,
        os: 'linux 6.1',
        arch: 'x64',
        node: '24.21.0',
        python: '3.11.2',
        power: 'ac',
        container: null,
        virtual_machine: null,
      },
      timer_resolution_ms: 0.00005,
      before: { load_1m: 0.3, steal_share: null },
      after: { load_1m: 0.9, steal_share: 0 },
    },
    subject: {
      kind: 'python',
      name: 'capstone.py',
      runtime: 'python 3.11.2',
      revision: null,
      sources: [],
      missing: {},
      broken: {},
    },
    test: { test_seed: 13, train_sha256: hash('a'), test_sha256: hash('c'), labels },
    models: MODELS.map(model),
    blocks: plan.schedule.map(({ replicate }) => blockOf(replicate, options, random, predicted)),
  });
}
