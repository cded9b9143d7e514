import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import type { Compared, ComparedMetric, Comparison, TasksReport } from '../../schema/tasks-report.ts';
import { digits, duration, percentage, thousands } from '../_figures.ts';
import { rowsOf } from './_tasks-rows.ts';

export default defineLayout<TasksReport>({
  layOut: (report, hint) => ({
    rows: rowsOf(report),
    parts: [
      heading(report),
      info(report),
      overall(report),
      compared(report),
      taskTable(report),
      ...modelTable(report),
      ...errors(report),
      ...report.warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

function heading({ interrupted, benchmark_info }: TasksReport): DocumentPart {
  const text = 'AI Development Tools Benchmark Report';
  return interrupted || benchmark_info.stopped !== null
    ? { kind: 'heading', icon: '⏸', text: `${text} (not finished)` }
    : { kind: 'heading', icon: '🚀', text };
}

type Range = readonly [number, number];
const show = <T>(figure: T | null, format: (figure: T) => string): string =>
  figure === null ? '-' : format(figure);
const range = (interval: Range | null, format: (x: number) => string) =>
  interval ? `[${format(interval[0])}, ${format(interval[1])}]` : '';
const joined = (...texts: readonly string[]) => texts.filter((text) => text !== '').join(', ');
const fact = (label: string, value: string, note = '', tone?: DocumentFact['tone']): DocumentFact => ({
  label,
  value,
  ...(note === '' ? {} : { note }),
  ...(tone ? { tone } : {}),
});

function info({ benchmark_info, timestamp }: TasksReport): DocumentPart {
  const { profile, provider, models, is_language_model, batch } = benchmark_info;
  const facts = [
    fact('Profile', profile.toUpperCase(), batch === null ? '' : `batch ${batch}`),
    fact('Provider', provider, is_language_model ? '' : 'no language model'),
    fact(models.length === 1 ? 'Model' : 'Models', models.join(', ')),
    fact('Tasks', `${benchmark_info.total_tasks}`),
    fact('Sample Size', `${benchmark_info.sample_size}`, 'per task, model and arm'),
    fact('Seed', `${benchmark_info.seed}`, timestamp),
  ];
  return { kind: 'facts', icon: '🧭', title: 'Run', facts };
}

function overall({ overall_metrics: all }: TasksReport): DocumentPart {
  const { total_tasks, planned_tasks, completed_tasks, tokens, latency_ms, quality } = all;
  const planned = planned_tasks > total_tasks ? ` of ${planned_tasks} planned` : '';
  const timeouts = all.timeout_rate ? `${percentage(all.timeout_rate)} timed out` : '';
  const retried = all.retries > 0 ? `${all.retries} retries in ${all.retried_samples} samples` : '';
  const cached = tokens.cached_share ? `${percentage(tokens.cached_share)} of the input cached` : '';
  const tails = joined(
    show(latency_ms.p95, (ms) => `p95 ${duration(ms)}`).replace(/^-$/, ''),
    show(latency_ms.p99, (ms) => `p99 ${duration(ms)}`).replace(/^-$/, ''),
  );
  const facts = [
    fact(
      'Success Rate',
      show(all.success_rate, percentage),
      joined(
        `${completed_tasks} of ${total_tasks}${planned}`,
        range(all.success_rate_ci95, percentage),
        timeouts,
        retried,
      ),
      completed_tasks === total_tasks ? 'good' : 'bad',
    ),
    fact(
      'Throughput',
      show(all.throughput, (rate) => `${rate.toFixed(2)} tasks/sec`),
    ),
    fact('Latency', show(latency_ms.p50, duration), joined('median', tails)),
    fact('Time to First Token', show(all.first_token_ms.p50, duration), 'median'),
    fact(
      'Tokens',
      thousands(tokens.total),
      joined(
        `${thousands(tokens.input)} in, ${thousands(tokens.output)} out`,
        show(tokens.per_second, (rate) => `${thousands(rate)}/sec out`),
        cached,
        tokens.estimated ? 'estimated' : '',
      ),
    ),
    fact(
      'Quality',
      show(quality.mean, (mean) => mean.toFixed(2)),
      range(quality.ci95, (x) => x.toFixed(2)),
    ),
    fact(
      'Efficiency Score',
      show(all.efficiency_score, digits),
      'quality-weighted successes per 1,000 √(token·s)',
    ),
  ];
  return { kind: 'facts', icon: '📊', title: 'Overall Performance', facts };
}

/** What `faster` and `slower` mean, metric by metric. */
const WORDS: Record<Compared, readonly [better: string, worse: string]> = {
  time: ['faster', 'slower'],
  tokens: ['fewer tokens', 'more tokens'],
  quality: ['better answers', 'worse answers'],
  success: ['fewer failures', 'more failures'],
  efficiency: ['more efficient', 'less efficient'],
};

function wordsOf(name: Compared, { verdict, reason }: ComparedMetric): string {
  const [better, worse] = WORDS[name];
  if (verdict === 'faster') return better;
  if (verdict === 'slower') return worse;
  return reason === '' || verdict === 'same' ? verdict : `${verdict}: ${reason}`;
}

const TONES: Partial<Record<ComparedMetric['verdict'], NonNullable<DocumentFact['tone']>>> = {
  faster: 'good',
  slower: 'bad',
  invalid: 'bad',
};
const toneOf = ({ verdict }: Pick<ComparedMetric, 'verdict'>) => TONES[verdict] ?? 'warning';

const pValue = (p: number | null) => show(p, (x) => (x < 0.001 ? 'p < 0.001' : `p = ${x.toFixed(3)}`));
const tenth = (x: number) => `${x.toFixed(1)} %`;
const points = (x: number) => `${x > 0 ? '+' : ''}${x.toFixed(2)}`;
const shares = (x: number) => `${x > 0 ? '+' : ''}${(100 * x).toFixed(1)} points`;

function compared({ comparison_metrics: all }: TasksReport): DocumentPart {
  const line = (
    name: Compared,
    label: string,
    figure: number | null,
    ci: Range | null,
    format: (x: number) => string,
  ) => {
    const metric = all.metrics[name];
    const note = joined(range(ci, format), metric.p === null ? '' : pValue(metric.p), wordsOf(name, metric));
    return fact(label, show(figure, format), note, toneOf(metric));
  };
  const { strata, strata_planned } = all;
  const pairs = strata_planned === 1 ? 'pair' : 'pairs';
  const counted = `${strata === strata_planned ? strata : `${strata} of ${strata_planned}`} ${pairs}`;
  return {
    kind: 'facts',
    icon: '🎯',
    title: 'Baseline vs Tools',
    facts: [
      line('tokens', 'Token Reduction', all.token_reduction_percent, all.token_reduction_ci95, tenth),
      line('time', 'Time Reduction', all.time_reduction_percent, all.time_reduction_ci95, tenth),
      line(
        'efficiency',
        'Efficiency Improvement',
        all.efficiency_improvement_percent,
        all.efficiency_improvement_ci95,
        tenth,
      ),
      line('quality', 'Quality Change', all.quality_change, all.quality_change_ci95, points),
      line('success', 'Success Change', all.success_change, all.success_change_ci95, shares),
      fact('Verdict', all.verdict, joined(all.verdict_reason, `${counted} of task and model`), toneOf(all)),
    ],
  };
}

/** A figure with its interval, never without. */
const withRange = (figure: number | null, ci: Range | null): string =>
  figure === null || ci === null ? '-' : `${figure.toFixed(1)} % ${range(ci, (x) => x.toFixed(1))}`;

const COMPARISON = ['tokens less', 'time less', 'verdict'];
const comparisonCells = (own: Comparison): string[] => [
  withRange(own.token_reduction_percent, own.token_reduction_ci95),
  withRange(own.time_reduction_percent, own.time_reduction_ci95),
  own.verdict === 'inconclusive' ? own.verdict_reason : own.verdict,
];

type Arms = TasksReport['tasks'][number]['arms'];
const FIGURES = ['success', 'time', 'tokens', 'quality'];
/** Baseline and tools, one beside the other. */
function figureCells({ baseline, tools }: Arms): string[] {
  const both = (of: (arm: Arms['baseline']) => string) => `${of(baseline)} / ${of(tools)}`;
  return [
    both(({ completed_tasks, total_tasks }) => `${completed_tasks}:${total_tasks}`),
    both(({ duration_ms }) => show(duration_ms.p50 ?? duration_ms.mean, duration)),
    both(({ tokens }) => show(tokens.total_per_sample.p50 ?? tokens.total_per_sample.mean, thousands)),
    both(({ quality }) => show(quality.mean, (mean) => mean.toFixed(2))),
  ];
}

function taskTable({ tasks }: TasksReport): DocumentPart {
  return {
    kind: 'table',
    icon: '📋',
    title: 'Tasks, baseline / tools',
    columns: ['task', ...FIGURES, ...COMPARISON],
    rows: tasks.map(({ id, arms, comparison }) => [id, ...figureCells(arms), ...comparisonCells(comparison)]),
  };
}

function modelTable({ models }: TasksReport): DocumentPart[] {
  if (models.length === 1) return [];
  const rows = models.map(({ id, arms, comparison }) => [
    id,
    ...figureCells(arms),
    ...comparisonCells(comparison),
  ]);
  const columns = ['model', ...FIGURES, ...COMPARISON];
  return [{ kind: 'table', icon: '🤖', title: 'Models, baseline / tools', columns, rows }];
}

function errors({ errors: kinds }: TasksReport): DocumentPart[] {
  return kinds.map(({ kind, count, attempts, limits = {}, message }): DocumentPart => {
    const recovered = `${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}`;
    if (count === 0) {
      const text = `${kind}: ${recovered}, made good by retries`;
      return { kind: 'message', icon: '🔁', tone: 'warning', text };
    }
    const which = Object.entries(limits).map(([limit, times]) => `${times} by the limit '${limit}'`);
    const details = joined(...which, attempts > count ? recovered : '');
    const text = `${kind}: ${count} ${count === 1 ? 'sample' : 'samples'}${details && ` (${details})`}: ${message ?? ''}`;
    return { kind: 'message', icon: '❌', tone: 'bad', text };
  });
}
