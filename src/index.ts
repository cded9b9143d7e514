/** The public TypeScript API of tito: what a subject or a benchmark of your own needs. */
export {
  type Benchmark,
  type Capstone,
  type Digits,
  defineBenchmark,
  defineSubject,
  type InputArray,
  type Model,
  type Subject,
  type TrainingOptions,
} from './contracts.ts';
export type { BaselineReport, WorkloadReport } from './schema/baseline-report.ts';
export type { ControlPoints, Step } from './schema/benchmark.ts';
export type { CapstoneReport } from './schema/capstone-report.ts';
export type { CapstoneRun } from './schema/capstone-run.ts';
export type { Operation } from './schema/operations.ts';
export type { Block, ContenderBlock, Run } from './schema/run.ts';
