import type { AccuracyReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun, ModelId } from '../../schema/capstone-run.ts';
import type { Interval } from '../../schema/primitives.ts';
import { matchedDifferenceInterval, mcNemar } from '../comparisons/mcnemar.ts';
import { wilsonInterval } from '../comparisons/wilson.ts';
import { round } from '../round.ts';
import { logNormalInterval, logNormalScore } from '../scoring/log-normal.ts';
import { weightedMean } from '../scoring/weighted-mean.ts';
import { modelTrouble, NOT_REACHED, notAsked, OK } from './outcome.ts';
import { type ScoredTrack, scoredTrack } from './scored-track.ts';

/** How often the optimized model is right, and what that lost against the baseline, on the same test images. */
export function accuracyTrack(run: CapstoneRun): ScoredTrack<AccuracyReport> {
  const labels = run.test?.labels ?? '';
  const [optimized, baseline] = [right(run, 'optimized', labels), right(run, 'baseline', labels)];
  const counts = optimized && baseline && compare(optimized, baseline);
  const outcome = notAsked(run, 'accuracy') ?? modelTrouble(run) ?? (counts ? OK : NOT_REACHED);
  const total = labels.length;
  const known = outcome.status === 'ok' ? counts : null;
  const share = (count: number | undefined) => (count === undefined ? null : round(count / total));
  const figures = {
    accuracy: share(known?.optimized),
    accuracy_ci95: known && round(wilsonInterval(known.optimized, total)),
    baseline_accuracy: share(known?.baseline),
    baseline_accuracy_ci95: known && round(wilsonInterval(known.baseline, total)),
    accuracy_change: known && round((known.optimized - known.baseline) / total),
    only_baseline_right: known?.onlyBaseline ?? null,
    only_optimized_right: known?.onlyOptimized ?? null,
    mcnemar_p: known && round(mcNemar(known.onlyBaseline, known.onlyOptimized)),
    test_images: total,
  };
  return scoredTrack(outcome, known ? score(run, known, total) : { score: null, interval: null }, figures);
}

interface Counts {
  optimized: number;
  baseline: number;
  onlyOptimized: number;
  onlyBaseline: number;
}

/**
 * Image by image whether a model is right; null where it has not predicted. What counts is what it predicted right
 * after training: until then nothing of the test set had been written anywhere.
 */
function right({ models }: CapstoneRun, id: ModelId, labels: string): boolean[] | null {
  const predictions = models.find((model) => model.id === id)?.predictions;
  if (predictions == null || labels === '') return null;
  return [...labels].map((label, i) => predictions[i] === label);
}

function compare(optimized: readonly boolean[], baseline: readonly boolean[]): Counts {
  const count = (isSo: (i: number) => boolean) => optimized.filter((_, i) => isSo(i)).length;
  return {
    optimized: count((i) => optimized[i] === true),
    baseline: count((i) => baseline[i] === true),
    onlyOptimized: count((i) => optimized[i] === true && baseline[i] !== true),
    onlyBaseline: count((i) => optimized[i] !== true && baseline[i] === true),
  };
}

/**
 * Weighted mean of the curves of errors and of loss. Both err together, as they come from the same images, so their
 * bounds are averaged as they are and not squared and added: if anything the interval is too wide.
 */
function score({ plan }: CapstoneRun, counts: Counts, total: number) {
  const { error_rate, accuracy_loss } = plan.scoring.tracks.accuracy.curves;
  const accuracy = wilsonInterval(counts.optimized, total);
  const errors: Interval = accuracy && [1 - accuracy[1], 1 - accuracy[0]];
  const change = matchedDifferenceInterval(counts.onlyBaseline, counts.onlyOptimized, total);
  const atLeastNone = (loss: number) => Math.max(0, loss);
  const losses: Interval = change && [atLeastNone(change[0]), atLeastNone(change[1])];
  const loss = atLeastNone((counts.baseline - counts.optimized) / total);
  const mean = (of: (side: 'errors' | 'losses') => number | null) =>
    weightedMean([
      { score: of('errors'), weight: error_rate.weight },
      { score: of('losses'), weight: accuracy_loss.weight },
    ]);
  const intervals = {
    errors: logNormalInterval(errors, error_rate),
    losses: logNormalInterval(losses, accuracy_loss),
  };
  const points = {
    errors: logNormalScore(1 - counts.optimized / total, error_rate),
    losses: logNormalScore(loss, accuracy_loss),
  };
  const [low, high] = [
    mean((side) => intervals[side]?.[0] ?? null),
    mean((side) => intervals[side]?.[1] ?? null),
  ];
  const interval: Interval = low === null || high === null ? null : [low, high];
  return { score: mean((side) => points[side]), interval };
}
