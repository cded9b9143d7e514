import type { EfficiencyReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun } from '../../schema/capstone-run.ts';
import { round } from '../round.ts';
import { logNormalInterval, logNormalScore } from '../scoring/log-normal.ts';
import { scoreInterval } from '../scoring/score-interval.ts';
import { weightedMean } from '../scoring/weighted-mean.ts';
import { type Energy, energyOf } from './energy.ts';
import { type Memory, memoryOf } from './memory.ts';
import {
  modelTrouble,
  NOT_REACHED,
  notAsked,
  OK,
  type Outcome,
  phaseTrouble,
  timingTrouble,
} from './outcome.ts';
import { type ScoredTrack, scoredTrack } from './scored-track.ts';
import { turnsOf } from './turns.ts';

/** What predicting costs besides time: memory above idle, and energy. What can't be measured leaves the score null. */
export function efficiencyTrack(run: CapstoneRun): ScoredTrack<EfficiencyReport> {
  const [memory, energy] = [memoryOf(run), energyOf(run)];
  const partial = unavailable(run, memory, energy);
  const outcome =
    notAsked(run, 'efficiency') ??
    modelTrouble(run) ??
    phaseTrouble(run, ['energy']) ??
    timingTrouble(run) ??
    partial ??
    OK;
  // Where only a part can't be measured here, the other part is still worth knowing.
  const isShown = outcome === OK || outcome === partial;
  const shown = <T extends number | readonly [number, number] | null>(figure: T) =>
    isShown ? round(figure) : null;
  const figures = {
    peak_memory_bytes: isShown ? memory.optimized_bytes : null,
    baseline_peak_memory_bytes: isShown ? memory.baseline_bytes : null,
    memory_ratio: shown(memory.ratio),
    memory_ratio_ci95: shown(memory.ci95),
    energy_joules: shown(energy.joules.optimized),
    baseline_energy_joules: shown(energy.joules.baseline),
    energy_ratio: shown(energy.ratio),
    energy_ratio_ci95: shown(energy.ci95),
    energy_source: isShown ? energy.source : null,
    cpu_seconds: shown(energy.cpu_seconds.optimized),
    baseline_cpu_seconds: shown(energy.cpu_seconds.baseline),
  };
  return scoredTrack(outcome, score(run, memory, energy), figures);
}

function unavailable(run: CapstoneRun, memory: Memory, energy: Energy): Outcome | null {
  if (run.blocks.length === 0 || turnsOf(run, 'energy').length === 0) return NOT_REACHED;
  if (memory.ratio === null) {
    return { status: 'skipped', reason: 'the system does not tell how much memory a process uses' };
  }
  if (energy.ratio !== null) return null;
  return {
    status: 'skipped',
    reason: 'the counters are too coarse to tell what a slice of predictions costs',
  };
}

function score({ plan }: CapstoneRun, memory: Memory, energy: Energy) {
  const { memory_ratio, energy_ratio } = plan.scoring.tracks.efficiency.curves;
  const of = ({ ratio, ci95 }: Memory | Energy, curve: typeof memory_ratio) => ({
    score: ratio === null ? null : logNormalScore(ratio, curve),
    interval: logNormalInterval(ci95, curve),
    weight: curve.weight,
  });
  const scores = [of(memory, memory_ratio), of(energy, energy_ratio)];
  return { score: weightedMean(scores), interval: scoreInterval(scores) };
}
