import type { Statistic } from '../../contracts.ts';
import type { BaselineReport } from '../../schema/baseline-report.ts';
import type { Run } from '../../schema/run.ts';
import { scoreInterval } from '../scoring/score-interval.ts';
import { weightedMean } from '../scoring/weighted-mean.ts';
import { noiseOf } from './noise.ts';
import { reportWorkload, type ScoredWorkload } from './workload-report.ts';

/**
 * The report of a baseline: a pure function of the run, so that any saved run can be reported again.
 *
 * @param statistics what to say about latencies
 */
export function buildBaselineReport(run: Run, statistics: readonly Statistic[]): BaselineReport {
  const { plan } = run;
  const scored = plan.workloads.map((workload) => ({
    ...reportWorkload(run, workload, statistics),
    weight: workload.weight,
  }));
  const workloads = scored.map(({ report }) => report);
  const total = weightedMean(scored.map(({ exact_score, weight }) => ({ score: exact_score, weight })));
  const bounds = scoreInterval(
    scored.map(({ exact_score, score_interval, weight }) => ({
      score: exact_score,
      interval: score_interval,
      weight,
    })),
  );
  const { noise, warnings } = noiseOf(run, scored);
  const score = total === null ? null : Math.round(total);
  const times = workloads.map(({ id, latency_ms }) => [`${id}_ms`, latency_ms?.p50 ?? null]);
  return {
    schema_version: run.schema_version,
    benchmark_type: plan.kind,
    timestamp: run.started_at,
    interrupted: run.interrupted,
    subject: run.subject,
    system_info: run.environment.system,
    profile: plan.profile,
    setup_verified: isVerified(scored),
    score,
    score_basis: plan.score_basis,
    score_interval: bounds && [Math.round(bounds[0]), Math.round(bounds[1])],
    yardstick: plan.yardstick,
    workloads,
    metrics: { ...Object.fromEntries(times), score },
    noise,
    warnings,
  };
}

/** What is built computes correctly, and something is built. Speed has no say; what was not reached is unknown. */
function isVerified(workloads: readonly ScoredWorkload[]): boolean {
  const isSound = workloads.every(
    ({ report, was_reached }) => report.status === 'ok' || (report.status === 'skipped' && was_reached),
  );
  return isSound && workloads.some(({ report }) => report.status === 'ok');
}
