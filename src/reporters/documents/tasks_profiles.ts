import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { ProfilesReport } from '../../schema/tasks-profiles.ts';
import { digits, duration, percentage } from '../_figures.ts';

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
        columns: [
          'profile',
          'models',
          'success',
          'median',
          'efficiency',
          'tokens',
          'time',
          'quality',
          'verdict',
        ],
        rows: report.profiles.map(cells),
      },
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

const show = (value: number | null, format: (value: number) => string) =>
  value === null ? '-' : format(value);

function cells({ profile, models, overall_metrics: all, comparison_metrics: compared }: Summary): string[] {
  const signed = (x: number) => `${x >= 0 ? '-' : '+'}${Math.abs(x).toFixed(1)} %`;
  return [
    profile,
    models.join(', '),
    show(all.success_rate, percentage),
    show(all.latency_ms.p50, duration),
    show(all.efficiency_score, digits),
    show(compared.token_reduction_percent, signed),
    show(compared.time_reduction_percent, signed),
    show(compared.quality_change, (x) => `${x >= 0 ? '+' : ''}${x.toFixed(2)}`),
    compared.verdict,
  ];
}

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
  latency_p50_ms: all.latency_ms.p50,
  throughput: all.throughput,
  efficiency_score: all.efficiency_score,
  token_reduction_percent: compared.token_reduction_percent,
  token_reduction_low: compared.token_reduction_ci95?.[0] ?? null,
  token_reduction_high: compared.token_reduction_ci95?.[1] ?? null,
  time_reduction_percent: compared.time_reduction_percent,
  time_reduction_low: compared.time_reduction_ci95?.[0] ?? null,
  time_reduction_high: compared.time_reduction_ci95?.[1] ?? null,
  verdict: compared.verdict,
  file,
});
