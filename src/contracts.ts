/** The shapes of everything that can be added to tito as one file, each with a `define` helper for its types. */
import type { EffectPicture, HistogramPicture, TrendPicture } from './picture-contracts.ts';
import type { ControlPoints, Step } from './schema/benchmark.ts';
import type { ModelId } from './schema/capstone-run.ts';
import type { Operation } from './schema/operations.ts';
import type { SubjectFacts, SubjectSpec } from './schema/run.ts';

/** Numbers in row-major order and the shape they fill. */
export interface InputArray {
  data: Float32Array;
  shape: readonly number[];
}

/**
 * One measurable workload, written once for every kind of subject: a program over the subject's own operations.
 * `setup` runs untimed; `steps` is the timed body, and its last step is the result.
 */
export interface Benchmark {
  title: string;
  /** Input arrays by name, drawn from the seed alone. */
  inputs: (seed: number) => Record<string, InputArray>;
  setup: readonly Step[];
  steps: readonly Step[];
  /** Known right answers by step name, computed in float64 and without the yardstick. */
  answers: (inputs: Record<string, InputArray>) => Record<string, ArrayLike<number>>;
  /** All answers are multiples of `grid`, so a result is right exactly when it is nearer than grid / 2 everywhere. */
  grid: number;
  /** Control points of the score, against the yardstick's time and against the profile's expected time. */
  score: { yardstick: ControlPoints; profile: ControlPoints };
}

/** A framework under test in JavaScript or TypeScript. `T` is its own tensor. A missing function skips what needs it. */
export interface Subject<T = unknown> {
  name: string;
  tensor?: (data: Float32Array, shape: readonly number[]) => T;
  /** Numbers of a tensor in row-major order. */
  values?: (tensor: T) => ArrayLike<number> | number;
  add?: (a: T, b: T) => T;
  multiply?: (a: T, b: T) => T;
  sum?: (a: T) => T | number;
  /** (m, k) × (k, n) → (m, n) */
  matmul?: (a: T, b: T) => T;
  /** (batch, in) × weight (in, out) + bias (out) → (batch, out) */
  linear?: (x: T, weight: T, bias: T) => T;
  relu?: (x: T) => T;
  /** What `tito benchmark capstone` measures. */
  capstone?: Capstone;
  /** The model that these bytes, written by `serialize`, are of; called in a process that has trained nothing. */
  deserialize?: (bytes: Uint8Array) => Model;
}
export const defineSubject = <T>(subject: Subject<T>): Subject<T> => subject;

/** Grey images of digits. */
export interface Digits {
  /** Pixels from 0 (background) to 1, row-major, one image after the other: count × size × size. */
  images: Float32Array;
  /** 0 to 9, one per image. */
  labels: Uint8Array;
  count: number;
  /** Pixels per side. */
  size: number;
}

/** A trained classifier of digits. */
export interface Model {
  /**
   * @param images count × size × size pixels
   * @returns logits, count × 10; the greatest of ten is the answer
   */
  predict: (images: Float32Array, count: number) => Float32Array;
  /** Everything that `deserialize` needs to predict as before. */
  serialize?: () => Uint8Array;
  /** Weights of the architecture, those that are zero included, for the bits per weight. */
  parameters?: number;
}

export interface TrainingOptions {
  train: Digits;
  seed: number;
  /** Tells how far training has come. */
  progress: (done: number, total: number) => void;
}

/** The two models of a capstone. Both may train for as long as the limit allows. */
export interface Capstone<M extends Model = Model> {
  baseline: (options: TrainingOptions) => M | Promise<M>;
  optimized: (options: TrainingOptions & { baseline: M }) => Model | Promise<Model>;
}

/** A benchmark's program with its inputs, as an isolate gets it. */
export interface Program {
  inputs: Record<string, InputArray>;
  setup: readonly Step[];
  steps: readonly Step[];
  /** Steps whose values the rehearsal has to return. */
  observed: readonly string[];
}

/** What a rehearsal computed: values by step name, up to the first operation that failed. */
export interface Rehearsal {
  values: Record<string, ArrayLike<number>>;
  failure?: { operation: Operation | 'values'; step: string; message: string };
}

export interface Slice {
  /** Duration of all calls of the slice together. */
  ms: number;
  /** Whether the system took the processor away meanwhile. */
  preempted: boolean;
}

export interface CallSamples {
  /** Durations per call; each the mean of `calls_per_sample` calls. */
  calls_ms: number[];
  calls_per_sample: number;
}

/** A live place of its own (worker thread or process) in which one contender's code runs. All times are taken inside. */
export interface Isolate {
  readonly facts: SubjectFacts;
  /**
   * Confines its code to one processor: those of a virtual machine may differ in speed by a factor of two, and turns
   * on different ones would compare the processors.
   * @returns false where the system offers no way to
   */
  pin(processor: number): Promise<boolean>;
  /** Compiles the program and runs each step once, untimed. */
  rehearse(program: Program): Promise<Rehearsal>;
  /** One timed slice of `calls` calls in a generated loop. */
  run(calls: number): Promise<Slice>;
  /** Collections of garbage in at most so many untimed calls, and their part of the time, 0 to 1; absent where unknown. */
  collections?(most: number): Promise<{ calls: number; count: number; share: number }>;
  /** Single-call durations for about `budget_ms` (batched where one call is shorter than 5 µs). */
  sample(budget_ms: number): Promise<CallSamples>;
  /** Values of the result of the last timed call. */
  result(): Promise<ArrayLike<number>>;
  close(): Promise<void>;
}

/** A slice of predictions. */
export interface PredictionSlice extends Slice {
  /** Processor time of the process meanwhile. */
  cpu_ms: number;
  /** The whole request by the same clock, with what lies between the timed calls. */
  request_ms: number;
  predicted: number;
  /** Predictions that were not those of the first pass. */
  changed: number;
}

/** A model's bytes, and how a fresh process reads them. */
export interface SerializedModel {
  /** `own`: written by the model itself; `state`: its arrays and other attributes, taken by tito. */
  encoding: 'own' | 'state';
  bytes: Uint8Array;
  /** What counts as the model's size: all bytes when `own`, the arrays at their real size and the rest when `state`. */
  size_bytes: number;
}

/** A process of its own in which a subject trains its models, or in which one model predicts. All times are taken inside. */
export interface ModelProcess {
  readonly facts: SubjectFacts;
  /** `optimized` needs `baseline` trained before, in the same process. */
  train(request: {
    model: ModelId;
    data: Digits;
    seed: number;
    limit_ms: number;
    onProgress: (done: number, total: number) => void;
  }): Promise<{ train_ms: number; cpu_ms: number; parameters: number | null }>;
  serialize(model: ModelId): Promise<SerializedModel>;
  restore(model: ModelId, serialized: Omit<SerializedModel, 'size_bytes'>): Promise<void>;
  /**
   * Hands over the test images, without their labels, and predicts all of them in batches.
   * @returns logits, count × 10, all finite
   */
  predict(model: ModelId, test: Omit<Digits, 'labels'>, batch: number): Promise<Float32Array>;
  /**
   * Chooses what `run` and `sample` time: one call predicts `batch` of the images that `predict` was given.
   * No call gets an input twice: between calls, a pixel of every image changes by about a millionth.
   */
  choose(model: ModelId, batch: number): Promise<void>;
  run(calls: number): Promise<PredictionSlice>;
  sample(budget_ms: number): Promise<CallSamples>;
  /** Resident memory of the process when the subject was loaded, and the most since then; null where unknown. */
  memory(): Promise<{ idle_bytes: number | null; peak_bytes: number | null }>;
  pin(processor: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface ModelProcessOptions extends IsolateOptions {
  /** The process is ended when it uses more memory than this. */
  memory_limit_bytes: number;
}

export interface IsolateOptions {
  /** Folder of tito itself, to find the files that run inside of isolates. */
  root: string;
  /** Longest time that loading, or one request to the isolate, may take, in milliseconds. */
  limit_ms: number;
  python: string;
  /** Git revision of the subject's folder, found out once and handed through to the facts. */
  revision: string | null;
  signal: AbortSignal;
  /** Receives what the subject prints, to be shown with --verbose. */
  onOutput: (text: string) => void;
}

/** A kind of subject: how a SPEC is found and how an isolate for it is started. */
export interface SubjectKind {
  title: string;
  /** Rank among the kinds that `auto` asks; the lowest first. */
  precedence: number;
  /** Argument for the subject of this kind that belongs to the folder, or null where there is none. */
  find: (directory: string) => string | null;
  /** Checks the argument and makes its path absolute; throws a TitoError that says what is not there. */
  resolve: (argument: string, directory: string) => SubjectSpec;
  start: (spec: SubjectSpec, options: IsolateOptions) => Promise<Isolate>;
  /** The capstone of such a subject: where its models are defined and how a process for them is started. */
  capstone: {
    /** As `find` above; null also where a package is there but no models are defined beside it. */
    find: (directory: string) => string | null;
    resolve: (argument: string, directory: string) => SubjectSpec;
    start: (spec: SubjectSpec, options: ModelProcessOptions) => Promise<ModelProcess>;
  };
  /** Duration of one slice: long enough that taking a turn costs little beside it. */
  slice_ms: number;
  /** Time that its code runs before it is timed. */
  warm_up_ms: number;
}
export const defineSubjectKind = (kind: SubjectKind): SubjectKind => kind;

/** Turns the samples of one contender, grouped by isolate, into named numbers; null where there are too few. */
export interface Statistic {
  title: string;
  /** Paper or textbook that defines it. */
  source: string;
  compute: (samples: SampleGroups) => Record<string, number | [number, number] | null>;
}
export const defineStatistic = (statistic: Statistic): Statistic => statistic;

/** Samples of one quantity, one array per isolate, and the seed for statistics that resample. */
export interface SampleGroups {
  groups: readonly (readonly number[])[];
  seed: number;
}

/** What a report says, before it is laid out: a reporter turns these parts into its format. */
export type DocumentPart =
  | { kind: 'heading'; icon: string; text: string }
  | { kind: 'facts'; icon: string; title: string; facts: DocumentFact[] }
  | { kind: 'table'; icon: string; title: string; columns: string[]; rows: string[][] }
  | { kind: 'message'; icon: string; tone: 'good' | 'bad' | 'warning' | 'hint'; text: string }
  /** Text to be read letter by letter, such as JSON. */
  | { kind: 'verbatim'; icon: string; title: string; text: string }
  | EffectPicture
  | HistogramPicture
  | TrendPicture;

export interface DocumentFact {
  label: string;
  value: string;
  /** Shown behind the value in a quieter style. */
  note?: string;
  tone?: 'good' | 'bad' | 'warning';
}

/** A report ready for rendering: its JSON document, its rows as a table and its parts as prose. */
export interface Report {
  data: Record<string, unknown>;
  rows: Record<string, string | number | boolean | null>[];
  parts: DocumentPart[];
  /** Every single sample as a row, where there are samples. */
  samples?: () => Report['rows'];
}

/** How one kind of run reads: its data as prose and rows, which every reporter can write. */
export interface Layout<T> {
  /** @param hint what to type next */
  layOut: (data: T, hint: string) => Omit<Report, 'data'>;
}
export const defineLayout = <T>(layout: Layout<T>): Layout<T> => layout;

export interface ReporterOptions {
  colour: boolean;
  unicode: boolean;
  /** Width of the terminal, which pictures keep to; 80 where it is not known. */
  columns?: number;
}

/** Pure: a report to text. */
export interface Reporter {
  title: string;
  /** Asynchronous only to load what it needs lazily. */
  render: (report: Report, options: ReporterOptions) => Promise<string> | string;
  /** The same text piece by piece, for one that can get too long to be held as a whole. */
  pieces?: (report: Report) => Iterable<string>;
}
export const defineReporter = (reporter: Reporter): Reporter => reporter;
