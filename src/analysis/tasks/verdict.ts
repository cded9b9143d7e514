import type { ComparedMetric, TaskVerdict } from '../../schema/tasks-report.ts';
import type { MetricEffect } from './metric-effect.ts';

const ALPHA = 0.05;
/** 2 % of time, tokens or efficiency: smaller changes are nothing to act on, even when they are sure. */
const RATIO_MARGIN = Math.log(1.02);
/** 2 points of quality or success. */
const SHARE_MARGIN = 0.02;
/** Rounding of logarithms must not make an exact 2 % less than it. */
const ROUNDING = 1e-12;

/** Which way is better, and from what on a change matters. */
interface Scale {
  better: 'less' | 'more';
  margin: number;
}

export const SCALES: Record<'time' | 'tokens' | 'quality' | 'success' | 'efficiency', Scale> = {
  time: { better: 'less', margin: RATIO_MARGIN },
  tokens: { better: 'less', margin: RATIO_MARGIN },
  quality: { better: 'more', margin: SHARE_MARGIN },
  success: { better: 'more', margin: SHARE_MARGIN },
  efficiency: { better: 'more', margin: RATIO_MARGIN },
};

export const TOO_FEW = 'too few samples to tell';

/**
 * The verdict on one metric. A difference counts where its adjusted p value is at most 0.05 and its interval leaves
 * out 0; it is `negligible` below the margin. `same` where the whole interval lies within the margin.
 *
 * @param p adjusted over the family
 * @param family how many metrics were tested together
 * @param broken why nothing can be compared at all; null where it can
 */
export function verdictOf(
  measured: Pick<MetricEffect, 'effect' | 'effect_ci95' | 'smallest_p' | 'varies'>,
  { p, family, scale, broken }: { p: number | null; family: number; scale: Scale; broken: string | null },
): Pick<ComparedMetric, 'verdict' | 'reason'> {
  const { effect, effect_ci95, smallest_p, varies } = measured;
  if (broken !== null) return { verdict: 'invalid', reason: broken };
  if (effect === null || effect_ci95 === null || p === null || smallest_p === null) {
    return { verdict: 'inconclusive', reason: TOO_FEW };
  }
  if (smallest_p * (varies ? family : 1) > ALPHA) return { verdict: 'inconclusive', reason: TOO_FEW };
  const { margin, better } = scale;
  const [low, high] = effect_ci95;
  if (p <= ALPHA && (low > 0 || high < 0)) {
    if (Math.abs(effect) < margin - ROUNDING) return { verdict: 'negligible', reason: 'real, but below 2 %' };
    const isBetter = effect > 0 === (better === 'more');
    return { verdict: isBetter ? 'faster' : 'slower', reason: 'beyond chance' };
  }
  if (low > -margin && high < margin) return { verdict: 'same', reason: 'within 2 %' };
  const isEqual = effect === 0;
  return {
    verdict: 'inconclusive',
    reason: isEqual ? 'no difference seen, nor ruled out' : 'the difference may be chance',
  };
}

/**
 * The verdict on the tools: that on time, as its words say, unless the time was bought with answers. `faster` with
 * worse quality or less success is `inconclusive`, as neither arm is better.
 */
export function overallVerdict(metrics: Readonly<Record<keyof typeof SCALES, ComparedMetric>>): {
  verdict: TaskVerdict;
  verdict_reason: string;
} {
  const { time, quality, success } = metrics;
  const worse = [
    ...(quality.verdict === 'slower' ? ['worse answers'] : []),
    ...(success.verdict === 'slower' ? ['more failures'] : []),
  ];
  if (time.verdict === 'faster' && worse.length > 0) {
    return { verdict: 'inconclusive', verdict_reason: `faster, but with ${worse.join(' and ')}` };
  }
  return { verdict: time.verdict, verdict_reason: time.reason };
}
