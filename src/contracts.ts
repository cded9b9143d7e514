/** The shapes of everything that can be added to tito as one file, each with a `define` helper for its types. */
import type { ControlPoints, Step } from './schema/benchmark.ts';
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
export const defineBenchmark = (benchmark: Benchmark): Benchmark => benchmark;

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
}
export const defineSubject = <T>(subject: Subject<T>): Subject<T> => subject;

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
  /** Single-call durations for about `budget_ms` (batched where one call is shorter than 5 µs). */
  sample(budget_ms: number): Promise<CallSamples>;
  /** Values of the result of the last timed call. */
  result(): Promise<ArrayLike<number>>;
  close(): Promise<void>;
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
  | { kind: 'message'; icon: string; tone: 'good' | 'bad' | 'warning' | 'hint'; text: string };

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
}

/** Pure: a report to text. */
export interface Reporter {
  title: string;
  /** Asynchronous only to load what it needs lazily. */
  render: (report: Report, options: ReporterOptions) => Promise<string> | string;
}
export const defineReporter = (reporter: Reporter): Reporter => reporter;
