/** The public TypeScript API of tito: what a subject or a benchmark of your own needs. */
export {
  type Benchmark,
  defineBenchmark,
  defineSubject,
  type InputArray,
  type Subject,
} from './contracts.ts';
export type { BaselineReport, WorkloadReport } from './schema/baseline-report.ts';
export type { ControlPoints, Step } from './schema/benchmark.ts';
export type { Operation } from './schema/operations.ts';
export type { Block, ContenderBlock, Run } from './schema/run.ts';
