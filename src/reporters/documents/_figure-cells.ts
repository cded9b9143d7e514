import type { Comparison, SampleFigures, TaskVerdict } from '../../schema/tasks-report.ts';
import { digits, duration, percentage, ranged, thousands } from '../_figures.ts';

/** What a verdict says of one metric, whichever way round is better. */
export const VERDICTS: Record<TaskVerdict, string> = {
  faster: 'better',
  slower: 'worse',
  same: 'the same',
  negligible: 'hardly different',
  inconclusive: 'not sure',
  invalid: 'not comparable',
};

export const FIGURES = ['success', 'median time', 'tokens', 'quality', 'efficiency'];

/** One set of samples as cells under `FIGURES`. */
export const figureCells = (figures: SampleFigures): string[] => [
  ranged(figures.success_rate, figures.success_rate_ci95, percentage),
  ranged(figures.duration_ms.p50, figures.duration_ms.ci95, duration),
  ranged(figures.tokens.total_per_sample.mean, null, thousands),
  ranged(figures.quality.mean, figures.quality.ci95, (x) => x.toFixed(2)),
  ranged(figures.efficiency_score, null, digits),
];

export const CHANGES = ['tokens less', 'time less', 'quality', 'verdict'];

/** No minus before nothing. */
const signless = (shown: string) => (Number(shown) === 0 ? shown.replace('-', '') : shown);
const tenth = (x: number) => `${signless(x.toFixed(1))} %`;
const hundredth = (x: number) => signless(x.toFixed(2));

/** What tools change, as cells under `CHANGES`: never without the interval. */
export const changeCells = (c: Comparison): string[] => [
  ranged(c.token_reduction_ci95 && c.token_reduction_percent, c.token_reduction_ci95, tenth),
  ranged(c.time_reduction_ci95 && c.time_reduction_percent, c.time_reduction_ci95, tenth),
  ranged(c.quality_change_ci95 && c.quality_change, c.quality_change_ci95, hundredth),
  c.verdict === 'inconclusive' ? c.verdict_reason : c.verdict,
];
