import type { Statistic } from '../../contracts.ts';
import type { Comparison, ComparisonReport } from '../../schema/comparison-report.ts';
import type { AnySavedRun } from '../../schema/runs.ts';
import { holm } from '../comparisons/holm.ts';
import { machineDifferences } from '../history/machine.ts';
import type { HistoryPoint } from '../history/points.ts';
import { subjectOf, type WorkloadLevel, workloadLevels } from '../history/workload-levels.ts';
import { latencyOf } from '../latency.ts';
import { machineNoise } from '../machine-noise.ts';
import { round } from '../round.ts';
import { commandFiguresOf } from './command-figures.ts';
import { gateOf } from './saved-gate.ts';
import { asOneOfSeveral, judgeSaved, type SavedJudgement } from './saved-judgement.ts';
import { type SavedSide, warningsFor } from './saved-warnings.ts';

export interface SavedInput {
  a: SavedSide;
  b: SavedSide;
  /** What other saved runs say, as far as they are at hand; a and b may be among them. */
  history: readonly HistoryPoint[];
  /** Ids of workloads; empty for all that both have. */
  workloads: readonly string[];
  /** Relative: `same` claims that the ratio lies within ± this. */
  margin: number;
  /** Slow-down in per cent that fails the gate; null without one. */
  threshold_percent: number | null;
  /** What to say about latencies. */
  statistics: readonly Statistic[];
}

/** Ids of the workloads that both runs have. */
export function commonWorkloads(a: AnySavedRun, b: AnySavedRun): string[] {
  const later = new Set(workloadLevels(b).map(({ id }) => id));
  return workloadLevels(a).flatMap(({ id }) => (later.has(id) ? [id] : []));
}

/**
 * Two runs of different moments, held against each other level by level: a pure function of both and of the history
 * that says how much runs of the same code differ.
 */
export function buildSavedReport(input: SavedInput): ComparisonReport {
  const { a, b, workloads, threshold_percent } = input;
  const later = new Map(workloadLevels(b.run).map((level) => [level.id, level]));
  const pairs = workloadLevels(a.run).flatMap((before) => {
    const after = later.get(before.id);
    const isWanted = workloads.length === 0 || workloads.includes(before.id);
    return after && isWanted ? [{ before, after }] : [];
  });
  const machines = machineDifferences(a.run.environment.system, b.run.environment.system);
  const judged = pairs.map((pair) => ({ ...pair, judgement: judgeSaved(pair, machines, input) }));
  const adjusted = holm(judged.map(({ judgement: { p } }) => p));
  // What holds for all of them is said once.
  const shared = pairs.length > 1 ? sharedWarnings(judged.map(({ judgement }) => judgement)) : [];
  const comparisons = judged.map(({ before, after, judgement }, i) => {
    const own = judgement.warnings.filter((text) => !shared.includes(text));
    const several = judged.length > 1;
    const final = several ? asOneOfSeveral(judgement, adjusted[i] ?? null, input.margin) : judgement;
    return reportPair({ before, after }, { ...final, warnings: own }, input);
  });
  const { noise, warnings } = machineNoise({
    environment: b.run.environment,
    slices: pairs.flatMap(({ after }) => after.parts),
    spreads: pairs.map(({ after: { level } }) =>
      level.variance === null ? null : Math.sqrt(level.variance),
    ),
    unpinned: null,
  });
  return {
    schema_version: b.run.schema_version,
    benchmark_type: 'comparison',
    timestamp: b.run.started_at,
    interrupted: false,
    mode: 'saved',
    a: sideOf(a),
    b: sideOf(b),
    system_info: b.run.environment.system,
    comparisons,
    gate: gateOf(comparisons, threshold_percent),
    noise,
    warnings: [...warningsFor(a, b, machines), ...shared, ...warnings],
  };
}

function sharedWarnings([first, ...others]: readonly SavedJudgement[]): string[] {
  return first?.warnings.filter((text) => others.every(({ warnings }) => warnings.includes(text))) ?? [];
}

function sideOf({ file, run }: SavedSide): ComparisonReport['a'] {
  const facts = subjectOf(run);
  return {
    label: file,
    file,
    revision: facts?.revision ?? null,
    runtime: facts?.runtime ?? 'unknown',
    timestamp: run.started_at,
  };
}

function reportPair(
  { before, after }: { before: WorkloadLevel; after: WorkloadLevel },
  judgement: SavedJudgement,
  { a, b, statistics }: SavedInput,
): Comparison {
  const latency = ({ calls }: WorkloadLevel, { run }: SavedSide) =>
    calls.some((group) => group.length > 0)
      ? latencyOf(
          calls.map((calls_ms) => ({ calls_ms })),
          statistics,
          run.plan.seed,
        )
      : null;
  return {
    id: after.id,
    title: after.title,
    verdict: judgement.verdict,
    reason: judgement.reason,
    mismatch: judgement.mismatch,
    ratio: round(judgement.ratio),
    ratio_ci95: round(judgement.interval),
    p: round(judgement.p),
    detectable_effect: round(judgement.detectable_effect),
    // Longer runs say nothing more about what lies between them.
    budget_to_settle_s: null,
    // They never took turns with each other.
    pairs: null,
    isolates: Math.min(before.level.isolates, after.level.isolates),
    looks: 0,
    spent_s: 0,
    a_ms: latency(before, a),
    b_ms: latency(after, b),
    isolate_ratios: [],
    a_command: commandFiguresOf(before.parts),
    b_command: commandFiguresOf(after.parts),
    // Call times of two moments on one scale would show the drift between them.
    histogram: null,
    warnings: judgement.warnings,
  };
}
