import { sampleRows } from '../analysis/tasks/sample-rows.ts';
import type { Report } from '../contracts.ts';
import { SCHEMA_VERSION } from '../schema/run.ts';
import type { ProfilesReport } from '../schema/tasks-profiles.ts';
import type { KeptTasks } from './keep-tasks.ts';
import { layOut } from './lay-out.ts';

/** Runs of several profiles as one report. */
export async function reportProfiles(
  root: string,
  runs: readonly Pick<KeptTasks, 'run' | 'file' | 'data'>[],
): Promise<{ report: ProfilesReport; document: Report }> {
  const report: ProfilesReport = {
    schema_version: SCHEMA_VERSION,
    benchmark_type: 'tasks_profiles',
    timestamp: runs[0]?.run.started_at ?? '1970-01-01T00:00:00.000Z',
    interrupted: runs.some(({ run }) => run.interrupted),
    profiles: runs.map(({ run, data, file }) => ({
      profile: run.plan.profile,
      provider: run.plan.provider,
      models: run.plan.models.map(({ id }) => id),
      file,
      overall_metrics: data.overall_metrics,
      comparison_metrics: data.comparison_metrics,
    })),
    warnings: [...new Set(runs.flatMap(({ data }) => data.warnings))],
  };
  const files = runs.flatMap(({ file }) => file ?? []);
  const hint = files.length > 0 ? `Each run is saved: tito report ${files[0]}` : 'No run could be saved.';
  const document = await layOut(root, 'tasks_profiles', report, hint);
  const samples = () =>
    runs.flatMap(({ run }) => sampleRows(run).map((row) => ({ profile: run.plan.profile, ...row })));
  return { report, document: { ...document, samples } };
}
