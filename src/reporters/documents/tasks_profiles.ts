import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { ProfilesReport } from '../../schema/tasks-profiles.ts';
import { comparisonColumns } from './_comparison-columns.ts';
import { CHANGES, changeCells, FIGURES, figureCells } from './_figure-cells.ts';

type Summary = ProfilesReport['profiles'][number];

export default defineLayout<ProfilesReport>({
  layOut: (report, hint) => ({
    rows: report.profiles.map(row),
    parts: [
      { kind: 'heading', icon: '🪜', text: 'Tasks by profile' },
      {
        kind: 'table',
        icon: '📊',
        title: 'Profiles',
        columns: ['profile', 'models', ...FIGURES],
        rows: report.profiles.map(({ profile, models, overall_metrics }) => [
          profile,
          models.join(', '),
          ...figureCells(overall_metrics),
        ]),
      },
      {
        kind: 'table',
        icon: '🎯',
        title: 'What the tools change, profile by profile',
        columns: ['profile', ...CHANGES],
        rows: report.profiles.map(({ profile, comparison_metrics }) => [
          profile,
          ...changeCells(comparison_metrics),
        ]),
      },
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

const row = ({
  profile,
  provider,
  models,
  file,
  overall_metrics: all,
  comparison_metrics: compared,
}: Summary) => ({
  profile,
  provider,
  models: models.join(' '),
  samples: all.total_tasks,
  success_rate: all.success_rate,
  success_rate_low: all.success_rate_ci95?.[0] ?? null,
  success_rate_high: all.success_rate_ci95?.[1] ?? null,
  latency_p50_ms: all.latency_ms.p50,
  throughput: all.throughput,
  efficiency_score: all.efficiency_score,
  ...comparisonColumns(compared),
  file,
});
