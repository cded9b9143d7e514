import { median } from 'simple-statistics';
import type { EfficiencyReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun, ModelId, PhaseContender } from '../../schema/capstone-run.ts';
import type { Interval } from '../../schema/primitives.ts';
import { ratioOf } from '../comparisons/ratio.ts';
import { type PhaseTurns, turnsOf } from './turns.ts';

/** What energy is stated for. */
const PREDICTIONS = 1000;

export interface Energy {
  source: EfficiencyReport['energy_source'];
  /** For 1,000 predictions; null where nothing was measured. */
  joules: Record<ModelId, number | null>;
  cpu_seconds: Record<ModelId, number | null>;
  /** Optimized over baseline, for one prediction. */
  ratio: number | null;
  ci95: Interval;
}

type Quantity = (contender: PhaseContender) => readonly number[];
const joulesOf: Quantity = ({ slices_joules }) => slices_joules;
const cpuSecondsOf: Quantity = ({ slices_cpu_ms }) => slices_cpu_ms.map((ms) => ms / 1000);

/**
 * Energy of predictions in batches: by the machine's counter where it has one for every slice, otherwise processor
 * time at the watts that the suite assumes, which cancel in the ratio.
 */
export function energyOf(run: CapstoneRun): Energy {
  const turns = turnsOf(run, 'energy');
  const isCounted =
    turns.length > 0 &&
    turns.every(({ baseline, optimized }) =>
      [baseline, optimized].every((each) => joulesOf(each).length > 0),
    );
  const { ratio, ci95 } = ratioOf(turns.map((each) => logRatios(each, isCounted ? joulesOf : cpuSecondsOf)));
  const both = (of: Quantity): Record<ModelId, number | null> => ({
    baseline: perPredictions(turns, 'baseline', of),
    optimized: perPredictions(turns, 'optimized', of),
  });
  const cpu_seconds = both(cpuSecondsOf);
  const watts = run.plan.scoring.assumed_watts_per_core;
  const estimated = (seconds: number | null) => (seconds === null ? null : seconds * watts);
  const joules = isCounted
    ? both(joulesOf)
    : { baseline: estimated(cpu_seconds.baseline), optimized: estimated(cpu_seconds.optimized) };
  const isKnown = joules.baseline !== null || joules.optimized !== null;
  const source = isCounted ? 'rapl' : 'estimated';
  return { source: isKnown ? source : null, joules, cpu_seconds, ratio, ci95 };
}

/** ln(optimized / baseline) of each turn. A slice in which a coarse counter did not move has no ratio. */
function logRatios({ baseline, optimized }: PhaseTurns, of: Quantity): { logRatios: number[] } {
  const theirs = of(baseline);
  const ours = of(optimized);
  const logs = ours.flatMap((amount, i) => {
    const other = theirs[i] ?? 0;
    if (amount <= 0 || other <= 0) return [];
    return [Math.log(amount / optimized.calls_per_slice / (other / baseline.calls_per_slice))];
  });
  return { logRatios: logs };
}

/** Of 1,000 predictions: all slices of an isolate together, then the median over isolates. */
function perPredictions(turns: readonly PhaseTurns[], id: ModelId, of: Quantity): number | null {
  const isolates = turns.flatMap((each) => {
    const amounts = of(each[id]);
    const predictions = amounts.length * each[id].calls_per_slice * each.batch;
    return predictions > 0 ? [(PREDICTIONS * amounts.reduce((sum, x) => sum + x, 0)) / predictions] : [];
  });
  return isolates.length > 0 ? median(isolates) : null;
}
