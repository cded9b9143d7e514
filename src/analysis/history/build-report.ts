import type { HistoryReport } from '../../schema/comparison-report.ts';
import type { Interval } from '../../schema/primitives.ts';
import { SCHEMA_VERSION } from '../../schema/run.ts';
import type { Step } from '../comparisons/change-points/change-points.ts';
import { expInterval } from '../comparisons/pair-log-ratio.ts';
import type { RunLevel } from '../comparisons/run-level.ts';
import { compareSaved } from '../comparisons/saved-runs.ts';
import { studentCritical } from '../comparisons/student-t.ts';
import { round } from '../round.ts';
import type { HistoryPoint } from './points.ts';
import { MOST_SEARCHED, type Series, seriesOf } from './series.ts';

/** Fewer runs have no room for a step that lasts for three runs on either side. */
const FEWEST_FOR_STEPS = 6;

type SeriesReport = HistoryReport['series'][number];
type StepReport = SeriesReport['steps'][number];

export interface HistoryInput {
  points: readonly HistoryPoint[];
  /** Of the report; ISO 8601. */
  timestamp: string;
  /** Slow-down in per cent that fails the gate; null without one. */
  threshold_percent: number | null;
  /** What is to be said of the files. */
  warnings: readonly string[];
}

/** The trend of all saved runs, a pure function of them. */
export function buildHistoryReport({
  points,
  timestamp,
  threshold_percent,
  warnings,
}: HistoryInput): HistoryReport {
  const all = seriesOf(points);
  const series = all.map(reportSeries);
  return {
    schema_version: SCHEMA_VERSION,
    benchmark_type: 'history',
    timestamp,
    series,
    gate: gateOf(series, threshold_percent),
    warnings: [...warnings, ...shortness(all)],
  };
}

function reportSeries({ points, steps, between }: Series): SeriesReport {
  const [first] = points;
  const last = points.at(-1) ?? first;
  // What a series is called may have changed meanwhile.
  const { id, title, subject, basis, machine } = last;
  const { ratio, interval, p } = compareSaved(first.found, last.found, between);
  return {
    id,
    title,
    subject,
    basis,
    machine,
    runs: points.map((point) => ({
      file: point.file,
      timestamp: point.timestamp,
      revision: point.revision,
      latency_ms: round(point.latency_ms),
      level: round(Math.exp(point.level)),
      level_ci95: round(levelInterval(point.found)),
      machine: point.machine,
    })),
    change:
      points.length > 1 && ratio !== null
        ? { ratio: round(ratio), ratio_ci95: round(interval), p: round(p) }
        : null,
    between_runs_sd: between.df === null ? null : round(between.sigma),
    steps: steps.map((step) => reportStep(step, points)),
  };
}

/** Student's interval over the isolates of one run: of this moment only. Null for a single isolate. */
function levelInterval({ level, variance, isolates }: RunLevel): Interval {
  if (level === null || variance === null) return null;
  const reach = studentCritical(isolates - 1) * Math.sqrt(variance / isolates);
  return expInterval([level - reach, level + reach]);
}

const reportStep = ({ at, size, ci95, p }: Step, points: Series['points']): StepReport => ({
  between: [points[at - 1]?.file ?? '', points[at]?.file ?? ''],
  ratio: round(Math.exp(size)),
  ratio_ci95: round(expInterval(ci95)),
  p: round(p),
  verdict: size > 0 ? 'slower' : 'faster',
});

const percent = (ratio: number) => `${(100 * (ratio - 1)).toFixed(1)} %`;

/**
 * Fails where the newest step of a series is a slow-down by the threshold at least: whatever came before has been
 * taken back or accepted by then. A step that is found has an interval that excludes 1.
 */
function gateOf(series: readonly SeriesReport[], threshold_percent: number | null): HistoryReport['gate'] {
  if (threshold_percent === null) return { failed: false, threshold_percent, reasons: [] };
  const reasons = series.flatMap(({ id, subject, steps }) => {
    const newest = steps.at(-1);
    if (!newest || newest.ratio < 1 + threshold_percent / 100) return [];
    const [before, after] = newest.between;
    const range = newest.ratio_ci95?.map(percent).join(', ');
    return [
      `${id} of ${subject} takes ${percent(newest.ratio)} longer [${range}] since ${after} (the run before: ${before})`,
    ];
  });
  return { failed: reasons.length > 0, threshold_percent, reasons };
}

/** What can't be said because there are too few runs, or too many. */
function shortness(all: readonly Series[]): string[] {
  const longest = Math.max(0, ...all.map(({ points }) => points.length));
  if (longest === 1) {
    return ['There is one run of each: a trend needs more. Measure again after your next change.'];
  }
  const few = `Steps are looked for in series of ${FEWEST_FOR_STEPS} runs and more.`;
  const many = `Steps are looked for in the newest ${MOST_SEARCHED} runs of a series.`;
  return [...(longest < FEWEST_FOR_STEPS ? [few] : []), ...(longest > MOST_SEARCHED ? [many] : [])];
}
