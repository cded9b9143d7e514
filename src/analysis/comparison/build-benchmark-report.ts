import type { Statistic } from '../../contracts.ts';
import type { BenchmarkReport } from '../../schema/comparison-report.ts';
import type { BenchmarkRun } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import { pairedLogRatios } from '../comparisons/paired-turns.ts';
import { type Ratio, ratioOf } from '../comparisons/ratio.ts';
import { latencyOf } from '../latency.ts';
import { round } from '../round.ts';
import { logNormalScore } from '../scoring/log-normal.ts';
import { blocksOf, callsOf, contender, partsOf } from './blocks.ts';
import { commandFiguresOf } from './command-figures.ts';
import { histogramOf } from './histogram.ts';
import { noiseOf } from './noise.ts';

type WorkloadReport = BenchmarkReport['workloads'][number];

/** What one call does, and how much of it, for the throughput. */
const unitOf = (workload: MeasuredWorkload): { unit: string; units: number } => {
  if (workload.shape === 'function') return { unit: workload.unit, units: workload.units_per_call };
  return { unit: workload.shape === 'command' ? 'run' : 'call', units: 1 };
};

/**
 * The report of benchmarks that were measured beside the spin probe: a pure function of the run.
 * @param statistics what to say about latencies
 */
export function buildBenchmarkReport(run: BenchmarkRun, statistics: readonly Statistic[]): BenchmarkReport {
  const reported = run.plan.workloads.map((workload) => reportWorkload(run, workload, statistics));
  const { noise, warnings } = noiseOf(
    run,
    reported.map(({ spread }) => spread),
    reported.flatMap(({ warnings: own }) => own),
  );
  return {
    schema_version: run.schema_version,
    benchmark_type: run.plan.kind,
    timestamp: run.started_at,
    interrupted: run.interrupted,
    subject: run.plan.contenders[0]?.label ?? '',
    system_info: run.environment.system,
    workloads: reported.map(({ report }) => report),
    noise,
    warnings,
  };
}

/** The subject against the probe, turn by turn. */
function probeRatio(blocks: ReturnType<typeof blocksOf>): Ratio {
  return ratioOf(
    blocks.map((block) => {
      const [subject, probe] = [contender(block, 'subject'), contender(block, 'probe')];
      return subject && probe ? pairedLogRatios(subject, probe) : { logRatios: [] };
    }),
  );
}

function reportWorkload(
  run: BenchmarkRun,
  workload: MeasuredWorkload,
  statistics: readonly Statistic[],
): { report: WorkloadReport; spread: number | null; warnings: string[] } {
  const blocks = blocksOf(run.blocks, workload.id);
  const parts = partsOf(blocks, 'subject');
  const troubled = blocks.flatMap(({ contenders }) => contenders).find(({ status }) => status !== 'ok');
  const status = troubled?.status ?? (parts.length > 0 ? 'ok' : 'skipped');
  const groups = parts.map((part) => ({ calls_ms: callsOf(part) }));
  // What was measured before a failure is shown; of what computes wrongly the time says nothing.
  const latency =
    groups.length > 0 && status !== 'invalid' ? latencyOf(groups, statistics, run.plan.seed) : null;
  const { unit, units } = unitOf(workload);
  const isShown = latency !== null && latency.samples > 0;
  const measured = status === 'ok' ? probeRatio(blocks) : ratioOf([]);
  const histogram = isShown ? histogramOf([groups.flatMap(({ calls_ms }) => calls_ms)]) : null;
  const points = workload.shape === 'function' ? workload.score : null;
  const { p50 = null } = latency ?? {};
  const warnings =
    measured.ratio !== null && measured.ci95 === null
      ? [
          `${workload.title} is too slow for an interval within the budget: ${measured.pairs} pairs; give a larger --budget.`,
        ]
      : [];
  return {
    report: {
      id: workload.id,
      title: workload.title,
      status,
      reason: troubled?.reason ?? (status === 'skipped' ? 'it was not reached' : null),
      latency_ms: isShown ? latency : null,
      throughput_per_s: p50 ? round((1000 * units) / p50) : null,
      unit,
      probe_ratio: round(measured.ratio),
      probe_ratio_ci95: round(measured.ci95),
      pairs: measured.pairs,
      isolates: measured.isolates,
      command: commandFiguresOf(parts),
      histogram: histogram && {
        from_ms: histogram.from_ms,
        to_ms: histogram.to_ms,
        counts: histogram.counts[0] ?? [],
      },
      score: points && measured.ratio !== null ? Math.round(logNormalScore(measured.ratio, points)) : null,
    },
    spread: measured.isolate_spread,
    warnings,
  };
}
