import { METRICS, type Metric } from '../../src/schema/community/metrics.ts';
import type { Best, Submission } from '../store.ts';

/** What a submission is worth by each metric; a score that could not be computed is not there. */
export function valuesOf(submission: Submission): { metric: Metric; value: number }[] {
  const { kind, score, speed, compression, accuracy, efficiency } = submission;
  const all: Partial<Record<Metric, number | null>> =
    kind === 'baseline' ? { baseline: score } : { overall: score, speed, compression, accuracy, efficiency };
  return METRICS.flatMap((metric) => {
    const value = all[metric] ?? null;
    return value === null ? [] : [{ metric, value }];
  });
}

/** Whether `a` stands before `b`: by value, then who was first, then by id. */
const isBetter = (a: Best, b: Best): boolean => {
  if (a.value !== b.value) return a.value > b.value;
  if (a.at !== b.at) return a.at < b.at;
  return a.submission_id < b.submission_id;
};

/** By metric, in the order of METRICS. */
export const inOrder = (bests: Iterable<Best>): Best[] =>
  [...bests].sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric));

/** The bests after one more submission: a better value replaces, of equal ones the earlier stays. */
export function withSubmission(bests: readonly Best[], submission: Submission): Best[] {
  if (submission.status === 'flagged') return inOrder(bests);
  const best = new Map(bests.map((each) => [each.metric, each]));
  for (const { metric, value } of valuesOf(submission)) {
    const candidate = { metric, value, at: submission.received_at, submission_id: submission.id };
    const present = best.get(metric);
    if (!present || isBetter(candidate, present)) best.set(metric, candidate);
  }
  return inOrder(best.values());
}

/** The best of each metric, whatever the order of the submissions; flagged ones hold no rank. */
export const bestsOf = (submissions: readonly Submission[]): Best[] =>
  submissions.reduce<Best[]>(withSubmission, []);
