import * as z from 'zod';
import { SCHEMA_VERSION } from './run.ts';
import { arm } from './task.ts';
import { comparison, tasksReport } from './tasks-report.ts';

/** Two models of one run, arm by arm. Reductions are of the second against the first, paired by task. */
export const comparedPair = z.strictObject({
  first: z.string(),
  second: z.string(),
  /** All p values of an arm are Holm's over its pairs and metrics. */
  arms: z.record(arm, comparison),
});
export type ComparedPair = z.infer<typeof comparedPair>;

/** What `tito tasks compare --models …` and `tito tasks compare RUN.json` print with `--format json`. */
export const modelsReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('tasks_models'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  /** Saved run, relative to the working directory; null where it could not be saved. */
  file: z.string().nullable(),
  benchmark_info: tasksReport.shape.benchmark_info,
  /** Each by itself, with tools against baseline. */
  models: tasksReport.shape.models,
  pairs: z.array(comparedPair),
  warnings: z.array(z.string()),
});
export type ModelsReport = z.infer<typeof modelsReport>;
