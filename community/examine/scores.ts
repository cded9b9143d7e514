import type { BaselineReport } from '../../src/schema/baseline-report.ts';
import type { CapstoneReport } from '../../src/schema/capstone-report.ts';
import type { Scores } from '../../src/schema/community/submission.ts';

/** The scores of a report that was computed from the raw samples. */
export function scoresOf(report: BaselineReport | CapstoneReport): Scores {
  if (report.benchmark_type === 'baseline') {
    const { score, score_interval } = report;
    return { kind: 'baseline', score, score_interval, tracks: null };
  }
  const { speed, compression, accuracy, efficiency } = report.tracks;
  return {
    kind: 'capstone',
    score: report.overall_score,
    score_interval: report.overall_score_interval,
    tracks: {
      speed: speed.score,
      compression: compression.score,
      accuracy: accuracy.score,
      efficiency: efficiency.score,
    },
  };
}
