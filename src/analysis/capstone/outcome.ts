import {
  type CapstoneContender,
  type CapstoneRun,
  MODELS,
  type ModelId,
  PHASES,
  type Phase,
  type TrainedModel,
} from '../../schema/capstone-run.ts';
import type { Track } from '../../schema/capstone-suite.ts';

/** What became of a track. */
export interface Outcome {
  status: TrainedModel['status'];
  reason?: string;
}

export const OK: Outcome = { status: 'ok' };
export const NOT_REACHED: Outcome = { status: 'skipped', reason: 'it was not reached' };

/** Share of timed predictions that may differ: a near tie may fall either way where sums are taken in another order. */
const MOST_CHANGED = 0.01;
/** Least share of tito's own time that the clock in the process has to have seen. */
const LEAST_SEEN = 0.5;

const grouped = (count: number) => `${count}`.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** The reason with the model's name before it, unless it begins with that. */
export function named(id: ModelId, reason = 'it failed'): string {
  return new RegExp(`^${id}\\b`).test(reason) ? reason : `${id}: ${reason}`;
}

export function notAsked({ plan }: CapstoneRun, track: Track): Outcome | null {
  if (plan.tracks.includes(track)) return null;
  return { status: 'skipped', reason: `not asked for (--track ${plan.tracks.join(', ')})` };
}

/** A model that could not be trained, or could not predict, which every track needs; null where both could. */
export function modelTrouble({ models }: CapstoneRun): Outcome | null {
  const troubled = models.filter(({ status }) => status !== 'ok');
  const own = ({ id, status, reason }: TrainedModel) => ({ status, reason: named(id, reason) });
  const failed = troubled.find(({ status }) => status !== 'skipped');
  if (failed) return own(failed);
  const [skipped] = troubled;
  if (!skipped) return null;
  // A process that ended while bytes were written took the training of the other model with it.
  const broken = models.find(({ serialized }) => serialized.status === 'failed');
  if (broken) return { status: 'failed', reason: named(broken.id, broken.serialized.reason) };
  return skipped.reason === NOT_REACHED.reason ? NOT_REACHED : own(skipped);
}

/**
 * A contender that failed in a fresh process before the phases were through. Phases stand in the order in which they
 * were taken, and the last one of a block that failed is the one in which it did.
 */
export function phaseTrouble({ blocks }: CapstoneRun, phases: readonly Phase['phase'][]): Outcome | null {
  for (const block of blocks) {
    const failed = block.contenders.find(({ status }) => status !== 'ok');
    const whole = block.phases.slice(0, -1).map(({ phase }) => phase);
    if (failed && !phases.every((phase) => whole.includes(phase))) return troubleOf(failed);
  }
  return null;
}

export const troubleOf = ({ id, status, reason }: CapstoneContender): Outcome => ({
  status,
  reason: named(id, reason),
});

/** All that a contender did in one phase of all blocks. */
function totals({ blocks }: CapstoneRun, phase: Phase['phase'], id: ModelId) {
  const all = blocks
    .flatMap((block) => block.phases.filter((each) => each.phase === phase))
    .flatMap(({ contenders }) => contenders.filter((each) => each.id === id));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    predicted: sum(all.map((each) => each.predicted)),
    changed: sum(all.map((each) => each.changed)),
    own_ms: sum(all.map((each) => each.own_ms)),
    wall_ms: sum(all.map((each) => each.wall_ms)),
  };
}

/**
 * What makes times worthless. Predictions that are not the ones that were scored: another computation was timed. Each
 * phase is looked at by itself, as one image at a time would hardly count beside batches. And a clock that stands
 * still: in the long slices of the energy phase the way to the process and back is little, so both clocks agree.
 */
export function timingTrouble(run: CapstoneRun): Outcome | null {
  for (const { id, changed, predictions } of run.blocks.flatMap(({ contenders }) => contenders)) {
    const total = predictions?.length ?? 0;
    if ((changed ?? 0) <= MOST_CHANGED * total) continue;
    const counts = `${grouped(changed ?? 0)} of ${grouped(total)} predictions in a fresh process`;
    return { status: 'invalid', reason: `${id}: ${counts} differ from those that were scored` };
  }
  for (const id of MODELS) {
    for (const phase of PHASES) {
      const { predicted, changed } = totals(run, phase, id);
      if (changed <= MOST_CHANGED * predicted) continue;
      const counts = `${grouped(changed)} of ${grouped(predicted)} predictions made while timed`;
      return { status: 'invalid', reason: `${id}: ${counts} differ from those that were scored` };
    }
  }
  for (const id of MODELS) {
    const { own_ms, wall_ms } = totals(run, 'energy', id);
    if (own_ms >= LEAST_SEEN * wall_ms) continue;
    return { status: 'invalid', reason: `${id}: the clock in the process and tito's own disagree` };
  }
  return null;
}
