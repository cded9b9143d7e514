import * as z from 'zod';
import { SCHEMA_VERSION } from './run.ts';
import { comparison, tasksReport } from './tasks-report.ts';

/** One profile's run, in short; the whole of it is in its file. */
export const profileSummary = z.strictObject({
  profile: z.string(),
  provider: z.string(),
  models: z.array(z.string()),
  /** Saved run, relative to the working directory; null where it could not be saved. */
  file: z.string().nullable(),
  overall_metrics: tasksReport.shape.overall_metrics,
  comparison_metrics: comparison,
});

/** What `tito tasks compare --profiles …` and `tito tasks batch scaling` print with `--format json`. */
export const profilesReport = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  benchmark_type: z.literal('tasks_profiles'),
  timestamp: z.iso.datetime(),
  interrupted: z.boolean(),
  profiles: z.array(profileSummary),
  warnings: z.array(z.string()),
});
export type ProfilesReport = z.infer<typeof profilesReport>;
