/** The public TypeScript API of tito: what a subject or a benchmark of your own needs, and `tito tasks` as a class. */

export { defineBenchmark, type FunctionBenchmark } from './benchmark-contracts.ts';
export { BenchmarkRunner, type RunnerOptions } from './cli/benchmark-runner.ts';
export {
  type Benchmark,
  type Capstone,
  type Digits,
  type DocumentFact,
  type DocumentPart,
  defineSubject,
  type InputArray,
  type Model,
  type Report,
  type Subject,
  type TrainingOptions,
} from './contracts.ts';
export { type ErrorCode, TitoError } from './errors.ts';
export type { BaselineReport, WorkloadReport } from './schema/baseline-report.ts';
export type { ControlPoints, Step } from './schema/benchmark.ts';
export type { CapstoneReport } from './schema/capstone-report.ts';
export type { CapstoneRun } from './schema/capstone-run.ts';
export type { Operation } from './schema/operations.ts';
export type { Block, ContenderBlock, Run } from './schema/run.ts';
export type { Arm, Task } from './schema/task.ts';
export type { TasksComparison, TasksGate } from './schema/tasks-comparison.ts';
export type { ProfilesReport } from './schema/tasks-profiles.ts';
export type {
  Comparison,
  Distribution,
  SampleFigures,
  TasksReport,
  TaskVerdict,
} from './schema/tasks-report.ts';
export type { ErrorKind, PlannedSample, TaskSample, TasksPlan, TasksRun } from './schema/tasks-run.ts';
export type { TasksEvent } from './tasks/events.ts';
export type {
  BaselineSettings,
  BatchSettings,
  BenchmarkResult,
  ComparisonResult,
  ComparisonSettings,
  ResumeSettings,
  RunSettings,
  TaskDefinition,
} from './workflows/tasks-settings.ts';
