import { type DocumentFact, type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import { ARMS } from '../../schema/task.ts';
import type { AggregatedRun, Pooled, PooledEffect, TasksAggregate } from '../../schema/tasks-aggregate.ts';
import { digits, duration, percentage, ranged, thousands } from '../_figures.ts';
import { comparisonColumns } from './_comparison-columns.ts';
import { CHANGES, changeCells, FIGURES, figureCells, VERDICTS } from './_figure-cells.ts';

export default defineLayout<TasksAggregate>({
  layOut: (report, hint) => {
    const names = shortNames(report.runs.map(({ file }) => file));
    return { rows: report.runs.map(row), parts: partsOf(report, names, hint) };
  },
});

const partsOf = (report: TasksAggregate, names: readonly string[], hint: string): DocumentPart[] => [
  { kind: 'heading', icon: '📚', text: `${report.runs.length} runs of tasks` },
  ...(report.pooled ? pooledParts(report.pooled, report) : []),
  {
    kind: 'table',
    icon: '📊',
    title: 'Runs, both arms together',
    columns: ['run', 'samples', ...FIGURES],
    rows: report.runs.map((run, i) => [
      names[i] ?? '',
      `${run.overall_metrics.total_tasks}`,
      ...figureCells(run.overall_metrics),
    ]),
  },
  {
    kind: 'table',
    icon: '🎯',
    title: 'Baseline vs tools, run by run',
    columns: ['run', ...CHANGES],
    rows: report.runs.map((run, i) => [names[i] ?? '', ...changeCells(run.comparison_metrics)]),
  },
  ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
  { kind: 'message', icon: '💡', tone: 'hint', text: hint },
];

/** Paths without the folder that all of them share. */
function shortNames(files: readonly string[]): string[] {
  const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);
  const [folder = ''] = files.map(folderOf);
  return files.every((file) => folderOf(file) === folder)
    ? files.map((file) => file.slice(folder.length))
    : [...files];
}

function pooledParts(pooled: Pooled, { tasks, models }: TasksAggregate): DocumentPart[] {
  const percent = (x: number) => `${x.toFixed(1)} %`;
  const points = (x: number) => `${(100 * x).toFixed(1)} points`;
  const facts = [
    effectFact('Token Reduction', pooled.token_reduction_percent, percent),
    effectFact('Time Reduction', pooled.time_reduction_percent, percent),
    effectFact('Efficiency Improvement', pooled.efficiency_improvement_percent, percent),
    effectFact('Quality Change', pooled.quality_change, points),
    effectFact('Success Change', pooled.success_change, points),
    {
      label: 'Pooled',
      value: `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
      note: `${models.join(', ')}; every run counts alike`,
    },
  ];
  return [
    { kind: 'facts', icon: '🎯', title: 'Baseline vs Tools, over all runs', facts },
    {
      kind: 'table',
      icon: '🧮',
      title: 'Arms, over all runs',
      columns: ['arm', ...FIGURES],
      rows: ARMS.map((arm) => {
        const own = pooled.arms[arm];
        return [
          arm,
          ranged(own.success_rate, own.success_rate_ci95, percentage),
          ranged(own.duration_ms.estimate, own.duration_ms.ci95, duration),
          ranged(own.tokens_per_sample.estimate, own.tokens_per_sample.ci95, thousands),
          ranged(own.quality.estimate, own.quality.ci95, (x) => x.toFixed(2)),
          ranged(own.efficiency_score.estimate, own.efficiency_score.ci95, digits),
        ];
      }),
    },
  ];
}

function effectFact(label: string, effect: PooledEffect, format: (x: number) => string): DocumentFact {
  const { estimate, ci95, next_run95, p, verdict } = effect;
  const shown = (x: number) => format(x).replace(/^-(0(?:\.0+)?)(?= )/, '$1');
  const range = (interval: readonly [number, number]) => `[${shown(interval[0])}, ${shown(interval[1])}]`;
  const notes = [
    ...(ci95 ? [range(ci95)] : []),
    ...(p === null ? [] : [p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`]),
    verdict === 'inconclusive' ? effect.reason : VERDICTS[verdict],
    ...(next_run95 ? [`next run ${range(next_run95)}`] : []),
  ];
  return {
    label,
    value: estimate === null || ci95 === null ? '-' : shown(estimate),
    note: notes.join(', '),
    ...(verdict === 'faster' ? { tone: 'good' as const } : {}),
    ...(verdict === 'slower' ? { tone: 'bad' as const } : {}),
  };
}

const row = (run: AggregatedRun): Report['rows'][number] => ({
  file: run.file,
  started_at: run.started_at,
  batch: run.batch,
  profile: run.profile,
  provider: run.provider,
  models: run.models.join(' '),
  seed: run.seed,
  samples: run.overall_metrics.total_tasks,
  success_rate: run.overall_metrics.success_rate,
  duration_p50_ms: run.overall_metrics.duration_ms.p50,
  tokens_per_sample: run.overall_metrics.tokens.total_per_sample.mean,
  quality: run.overall_metrics.quality.mean,
  throughput: run.overall_metrics.throughput,
  efficiency_score: run.overall_metrics.efficiency_score,
  ...comparisonColumns(run.comparison_metrics),
});
