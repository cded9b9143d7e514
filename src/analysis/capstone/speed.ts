import type { Statistic } from '../../contracts.ts';
import type { SpeedReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun, ModelId } from '../../schema/capstone-run.ts';
import type { Interval } from '../../schema/primitives.ts';
import { callTimes, pairedLogRatios } from '../comparisons/paired-turns.ts';
import { levelOf, ratioOf } from '../comparisons/ratio.ts';
import { latencyOf } from '../latency.ts';
import { round } from '../round.ts';
import { logNormalInterval, logNormalScore } from '../scoring/log-normal.ts';
import { modelTrouble, NOT_REACHED, notAsked, OK, phaseTrouble, timingTrouble } from './outcome.ts';
import { type ScoredTrack, scoredTrack } from './scored-track.ts';
import { type PhaseTurns, turnsOf } from './turns.ts';

/** The speed track and how far its isolates differ, latency and throughput each. */
export interface ScoredSpeed extends ScoredTrack<SpeedReport> {
  isolate_spreads: (number | null)[];
}

/** The interval of 1/x. */
const inverse = (interval: Interval): Interval => interval && [1 / interval[1], 1 / interval[0]];

/** How much faster the optimized model predicts: scored one image at a time; batches are reported beside it. */
export function speedTrack(run: CapstoneRun, statistics: readonly Statistic[]): ScoredSpeed {
  const latency = turnsOf(run, 'latency');
  const throughput = turnsOf(run, 'throughput');
  const singly = ratioOf(latency.map(speedUp));
  const batched = ratioOf(throughput.map(speedUp));
  const outcome =
    notAsked(run, 'speed') ??
    modelTrouble(run) ??
    phaseTrouble(run, ['latency', 'throughput']) ??
    timingTrouble(run) ??
    (singly.ratio === null ? NOT_REACHED : OK);
  const isOk = outcome.status === 'ok';
  const ifOk = <T extends number | readonly [number, number] | null>(figure: T) =>
    isOk ? round(figure) : null;
  const curve = run.plan.scoring.tracks.speed.curves.time_ratio;
  const calls = (id: ModelId) =>
    isOk
      ? latencyOf(
          latency.map((turns) => turns[id]),
          statistics,
          run.plan.seed,
        )
      : null;
  const scored = {
    score: singly.ratio === null ? null : logNormalScore(1 / singly.ratio, curve),
    interval: logNormalInterval(inverse(singly.ci95), curve),
  };
  const figures = {
    latency_ms: calls('optimized'),
    throughput_per_s: ifOk(imagesPerSecond(throughput, 'optimized')),
    baseline_latency_ms: calls('baseline'),
    baseline_throughput_per_s: ifOk(imagesPerSecond(throughput, 'baseline')),
    speedup: ifOk(singly.ratio),
    speedup_ci95: ifOk(singly.ci95),
    throughput_speedup: ifOk(batched.ratio),
    throughput_speedup_ci95: ifOk(batched.ci95),
    yardstick_ratio: ifOk(besideYardstick(latency)),
    pairs: singly.pairs,
    isolates: singly.isolates,
  };
  return {
    ...scoredTrack(outcome, scored, figures),
    isolate_spreads: isOk ? [singly.isolate_spread, batched.isolate_spread] : [],
  };
}

const speedUp = ({ baseline, optimized }: PhaseTurns) => pairedLogRatios(baseline, optimized);

/** Optimized model's time for one image over the yardstick's time for its forward pass. */
function besideYardstick(turns: readonly PhaseTurns[]): number | null {
  return ratioOf(
    turns.flatMap(({ optimized, yardstick }) => (yardstick ? [pairedLogRatios(optimized, yardstick)] : [])),
  ).ratio;
}

/** Images per second from the typical time of one batch; null where none was timed. */
function imagesPerSecond(turns: readonly PhaseTurns[], id: ModelId): number | null {
  const perImage = turns.map((each) => callTimes(each[id]).map((ms) => ms / each.batch));
  const { level } = levelOf(perImage);
  return level === null ? null : 1000 / level;
}
