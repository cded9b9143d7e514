import * as z from 'zod';
import { capstoneSuite, track } from './capstone-suite.ts';
import { environment } from './environment.ts';
import { milliseconds } from './primitives.ts';
import { contenderStatus, SCHEMA_VERSION, subjectFacts, subjectSpec } from './run.ts';

export const MODELS = ['baseline', 'optimized'] as const;
export const modelId = z.enum(MODELS);
export type ModelId = z.infer<typeof modelId>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
/** One digit per test image, in the order of the test set. */
const digits = z.string().regex(/^[0-9]*$/, 'digits');
const seed = z.int().nonnegative();
const bytes = z.int().nonnegative();

/** Where the images come from and how many there are. */
export const plannedData = z.strictObject({
  source: z.enum(['generated', 'file']),
  /** Name of the file without its folder; null for generated digits. */
  file: z.string().nullable(),
  /** Version of the generator, since a seed means something only with it; null for a file. */
  generator: z.string().nullable(),
  /** Pixels per side. */
  size: z.int().positive(),
  /** Images to train on and to test with; for a file, what its split gives. */
  train_count: z.int().positive(),
  test_count: z.int().positive(),
});
export type PlannedData = z.infer<typeof plannedData>;

export const capstoneTiming = z.strictObject({
  /** Fresh processes per model. */
  isolates: z.int().positive(),
  /** Length of one slice of predictions, and of one slice that energy is taken over. */
  slice_ms: z.number().positive(),
  energy_slice_ms: z.number().positive(),
  warm_up_ms: z.record(z.string(), milliseconds),
  /** Time for the turns of each phase in one isolate. */
  latency_s: z.number().positive(),
  throughput_s: z.number().positive(),
  energy_turns: z.int().positive(),
  /** Images of one prediction in the throughput phase; latency is measured one by one. */
  batch: z.int().positive(),
  /** Time for all turns together; once it is used up, no further isolate is started. */
  budget_s: z.number().positive(),
  /** Longest time for training one model, and for any other request. */
  train_limit_s: z.number().positive(),
  call_limit_s: z.number().positive(),
  /** Most memory that the subject's process may use. */
  memory_limit_bytes: bytes,
});
export type CapstoneTiming = z.infer<typeof capstoneTiming>;

/** A plan decides everything and executes nothing. */
export const capstonePlan = z.strictObject({
  kind: z.literal('capstone'),
  seed,
  subject: subjectSpec,
  tracks: z.array(track).min(1),
  yardstick: z.strictObject({ name: z.string(), version: z.string() }),
  data: plannedData,
  /** Seed that the subject is given for training. */
  model_seed: seed,
  /** Seed of the training images, or of the split of a file. */
  train_seed: seed,
  timing: capstoneTiming,
  scoring: capstoneSuite,
  /** Blocks in the order in which they are measured. */
  schedule: z.array(z.strictObject({ replicate: z.int().nonnegative(), seed })),
});
export type CapstonePlan = z.infer<typeof capstonePlan>;

/** The test set. It stays with tito until the models are trained and have predicted, and only then it is written. */
export const testSet = z.strictObject({
  /** Seed of the test images; null for a file. */
  test_seed: seed.nullable(),
  /** Of the training and the test images and labels together, as little-endian float32 and bytes. */
  train_sha256: sha256,
  test_sha256: sha256,
  labels: digits,
});
export type TestSet = z.infer<typeof testSet>;

/** A model as it came out of training. */
export const trainedModel = z.strictObject({
  id: modelId,
  status: contenderStatus,
  reason: z.string().optional(),
  train_ms: milliseconds,
  train_cpu_ms: milliseconds,
  /** Weights that the model has, zeros included; null where it does not tell. */
  parameters: z.int().nonnegative().nullable(),
  /** What it predicts right after training, in the process that trained it; null where it can't. */
  predictions: digits.nullable(),
  serialized: z.strictObject({
    status: contenderStatus,
    reason: z.string().optional(),
    /** `own`: bytes that the model wrote itself. `state`: its arrays at their real size, taken by tito. */
    encoding: z.enum(['own', 'state']).nullable(),
    /** Everything that a fresh process needs to predict as before, except the code. */
    size_bytes: bytes.nullable(),
    sha256: sha256.nullable(),
  }),
});
export type TrainedModel = z.infer<typeof trainedModel>;

/** One model in one fresh process. */
export const capstoneContender = z.strictObject({
  id: modelId,
  status: contenderStatus,
  reason: z.string().optional(),
  /** `restored` from its bytes, or `trained` again where it has none that load. */
  origin: z.enum(['restored', 'trained']),
  start_ms: milliseconds,
  /** First pass over the test set; null where it did not come to that. */
  predictions: digits.nullable(),
  /** How many of them differ from those right after training (see `differs` in the timing wing). */
  changed: z.int().nonnegative().nullable(),
  /** Resident memory before the model was there, and the most since then; null where the system does not tell. */
  idle_bytes: bytes.nullable(),
  peak_bytes: bytes.nullable(),
});
export type CapstoneContender = z.infer<typeof capstoneContender>;

/** What one contender did in the turns of one phase. */
export const phaseContender = z.strictObject({
  id: z.string(),
  warm_up_calls: z.int().nonnegative(),
  calls_per_slice: z.int().nonnegative(),
  /** Duration of each whole slice in the order taken, by the clock in its process. */
  slices_ms: z.array(z.number().positive()),
  /** Processor time of each slice; empty where it was not taken. */
  slices_cpu_ms: z.array(milliseconds),
  /** Energy of the machine during each slice by its counter, in joules; empty where it has none. */
  slices_joules: z.array(z.number().nonnegative()),
  preempted: z.array(z.int().nonnegative()),
  /** Durations of single calls, per call. */
  calls_ms: z.array(milliseconds),
  calls_per_sample: z.int().positive(),
  /** Predictions of the slices, and how many of them were not the ones of the first pass. */
  predicted: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  /** Duration of all slices' requests by the clock in the process, with what lies between the timed calls. */
  own_ms: milliseconds,
  /** The same by tito's own clock, the way to the process and back included. */
  wall_ms: milliseconds,
});
export type PhaseContender = z.infer<typeof phaseContender>;

export const PHASES = ['latency', 'throughput', 'energy'] as const;

/** Turns of the models with one batch size. In `latency` the yardstick takes turns as well, as a third contender. */
export const phase = z
  .strictObject({
    phase: z.enum(PHASES),
    /** Images of one prediction. */
    batch: z.int().positive(),
    /** One coin per turn: the Lehmer index of the contenders' order. */
    coins: z.array(z.int().nonnegative()),
    contenders: z.array(phaseContender),
  })
  .refine(
    ({ coins, contenders }) =>
      contenders.every(
        ({ slices_ms, slices_cpu_ms, slices_joules }) =>
          slices_ms.length === coins.length &&
          [0, coins.length].includes(slices_cpu_ms.length) &&
          [0, coins.length].includes(slices_joules.length),
      ),
    'every turn has one coin and one slice of each contender',
  )
  .refine(
    ({ contenders }) => contenders.every((each) => each.slices_ms.length === 0 || each.calls_per_slice > 0),
    'a slice holds at least one call',
  );
export type Phase = z.infer<typeof phase>;

/** One fresh process per model: what it needs, what it predicts, how fast it is. */
export const capstoneBlock = z.strictObject({
  replicate: z.int().nonnegative(),
  /** Milliseconds since the run's start. */
  started_ms: milliseconds,
  /** The processor that all contenders were confined to while they took turns; null where that can't be done. */
  processor: z.int().nonnegative().nullable(),
  contenders: z.array(capstoneContender),
  phases: z.array(phase),
});
export type CapstoneBlock = z.infer<typeof capstoneBlock>;

/** Raw facts of one capstone, failures included; every figure of a report comes from here. */
export const capstoneRun = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tito_version: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  interrupted: z.boolean(),
  plan: capstonePlan,
  environment,
  subject: subjectFacts,
  /** Null until the models have predicted. */
  test: testSet.nullable(),
  models: z.array(trainedModel),
  blocks: z.array(capstoneBlock),
});
export type CapstoneRun = z.infer<typeof capstoneRun>;
