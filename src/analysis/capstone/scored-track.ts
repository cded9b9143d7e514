import type { AccuracyReport } from '../../schema/capstone-report.ts';
import type { Interval } from '../../schema/primitives.ts';
import type { Outcome } from './outcome.ts';

/** A track's report and what the total still needs: the score before rounding, and its interval. */
export interface ScoredTrack<R> {
  report: R;
  exact_score: number | null;
  score_interval: Interval;
}

type Head = Pick<AccuracyReport, 'status' | 'reason' | 'score' | 'score_interval'>;

/** Joins a track's figures with its outcome: there is a score only where nothing is wrong with the track. */
export function scoredTrack<F extends object>(
  { status, reason }: Outcome,
  scored: { score: number | null; interval: Interval },
  figures: F,
): ScoredTrack<Head & F> {
  const score = status === 'ok' ? scored.score : null;
  const interval = score === null ? null : scored.interval;
  return {
    report: {
      status,
      ...(reason === undefined ? {} : { reason }),
      score: score === null ? null : Math.round(score),
      score_interval: interval && [Math.round(interval[0]), Math.round(interval[1])],
      ...figures,
    },
    exact_score: score,
    score_interval: interval,
  };
}
