import type { Statistic } from '../../contracts.ts';
import type { Comparison, ComparisonReport } from '../../schema/comparison-report.ts';
import type { ComparisonRun } from '../../schema/comparison-run.ts';
import type { MeasuredWorkload } from '../../schema/measured-workload.ts';
import type { Block } from '../../schema/run.ts';
import { latencyOf } from '../latency.ts';
import { round } from '../round.ts';
import { blocksOf, callsOf, partsOf, secondsSpent } from './blocks.ts';
import { commandFiguresOf } from './command-figures.ts';
import { gateOf } from './gate.ts';
import { histogramOf } from './histogram.ts';
import { type Judgement, judgeWorkloads } from './judge.ts';
import { noiseOf } from './noise.ts';
import { warningsOf } from './warnings.ts';

/**
 * The report of a live comparison: a pure function of the run, judged by the same rule as at the looks.
 * @param statistics what to say about latencies
 */
export function buildComparisonReport(
  run: ComparisonRun,
  statistics: readonly Statistic[],
): ComparisonReport {
  const { plan } = run;
  const judged = judgeWorkloads(plan, plan.workloads, run.blocks);
  const comparisons = plan.workloads.map((workload, i) =>
    reportWorkload(run, workload, judged[i] as Judgement, statistics),
  );
  const { noise, warnings } = noiseOf(
    run,
    // Between commands it is the spread of single runs, which are what differs.
    judged.map(({ isolate_spread }, i) => (plan.workloads[i]?.shape === 'command' ? null : isolate_spread)),
    isItself(plan) ? [ITSELF] : [],
  );
  return {
    schema_version: run.schema_version,
    benchmark_type: plan.kind,
    timestamp: run.started_at,
    interrupted: run.interrupted,
    mode: 'live',
    a: sideOf(run, 'a'),
    b: sideOf(run, 'b'),
    system_info: run.environment.system,
    comparisons,
    gate: gateOf(run),
    noise,
    warnings,
  };
}

const ITSELF = 'A and B are one and the same: whatever differs is noise.';

function isItself({ contenders: [a, b], against }: ComparisonRun['plan']): boolean {
  const isSame = a?.spec.kind === b?.spec.kind && a?.spec.argument === b?.spec.argument;
  return isSame && against === null;
}

function sideOf({ plan, subjects, started_at }: ComparisonRun, id: 'a' | 'b'): ComparisonReport['a'] {
  const label = plan.contenders.find((each) => each.id === id)?.label ?? id;
  const facts = subjects[id];
  const known = id === 'a' ? plan.against?.revision : undefined;
  return {
    label,
    file: null,
    revision: known ?? facts?.revision ?? null,
    runtime: facts?.runtime ?? 'unknown',
    timestamp: started_at,
  };
}

function reportWorkload(
  run: ComparisonRun,
  workload: MeasuredWorkload,
  judgement: Judgement,
  statistics: readonly Statistic[],
): Comparison {
  const blocks = blocksOf(run.blocks, workload.id);
  const { verdict } = judgement;
  // Beside a wrong result a time says nothing; what was measured before a failure is shown.
  const isWrong = blocks.some(({ contenders }) => contenders.some(({ status }) => status === 'invalid'));
  const sides = isWrong ? { a: [], b: [] } : { a: callsIn(blocks, 'a'), b: callsIn(blocks, 'b') };
  const latency = (calls: readonly number[][]) =>
    calls.some((group) => group.length > 0)
      ? latencyOf(
          calls.map((calls_ms) => ({ calls_ms })),
          statistics,
          run.plan.seed,
        )
      : null;
  const histogram = histogramOf([sides.a.flat(), sides.b.flat()]);
  return {
    id: workload.id,
    title: workload.title,
    verdict,
    reason: judgement.reason,
    mismatch: judgement.mismatch,
    ratio: round(judgement.ratio),
    ratio_ci95: round(judgement.interval),
    p: round(judgement.adjusted_p),
    detectable_effect: round(judgement.detectable_effect),
    budget_to_settle_s: judgement.budget_to_settle_s,
    pairs: judgement.pairs,
    isolates: judgement.isolates,
    looks: judgement.looks,
    spent_s: round(secondsSpent(run.blocks, workload.id)),
    a_ms: latency(sides.a),
    b_ms: latency(sides.b),
    isolate_ratios: judgement.isolate_ratios.map((ratio) => round(ratio)),
    a_command: commandFiguresOf(partsOf(blocks, 'a')),
    b_command: commandFiguresOf(partsOf(blocks, 'b')),
    histogram: histogram && {
      from_ms: histogram.from_ms,
      to_ms: histogram.to_ms,
      a: histogram.counts[0] ?? [],
      b: histogram.counts[1] ?? [],
    },
    warnings: warningsOf(workload, judgement, blocks),
  };
}

const callsIn = (blocks: readonly Block[], id: string): number[][] => partsOf(blocks, id).map(callsOf);
