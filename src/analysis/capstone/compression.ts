import type { CompressionReport } from '../../schema/capstone-report.ts';
import { type CapstoneContender, type CapstoneRun, MODELS } from '../../schema/capstone-run.ts';
import { round } from '../round.ts';
import { logNormalScore } from '../scoring/log-normal.ts';
import { modelTrouble, NOT_REACHED, named, notAsked, OK, type Outcome, troubleOf } from './outcome.ts';
import { type ScoredTrack, scoredTrack } from './scored-track.ts';

/**
 * How much smaller the optimized model is: bytes that a fresh process needs to predict as before. Sizes are exact, so
 * the score has no interval of its own.
 */
export function compressionTrack(run: CapstoneRun): ScoredTrack<CompressionReport> {
  const models = Object.fromEntries(run.models.map((model) => [model.id, model]));
  const { baseline, optimized } = models;
  const [size, baselineSize] = [sizeOf(optimized), sizeOf(baseline)];
  const outcome =
    notAsked(run, 'compression') ??
    modelTrouble(run) ??
    bytesTrouble(run) ??
    roundTripTrouble(run) ??
    (size === null || baselineSize === null ? NOT_REACHED : OK);
  const ratio = size && baselineSize ? size / baselineSize : null;
  const isOk = outcome.status === 'ok';
  // Sizes are facts whatever became of the model.
  const isAsked = run.plan.tracks.includes('compression');
  const parameters = optimized?.parameters ?? null;
  const weights = parameters ?? baseline?.parameters ?? null;
  const curve = run.plan.scoring.tracks.compression.curves.size_ratio;
  const figures = {
    model_size_bytes: isAsked ? size : null,
    baseline_size_bytes: isAsked ? baselineSize : null,
    compression_ratio: isOk && ratio !== null ? round(1 / ratio) : null,
    bits_per_weight: isOk && size !== null && weights ? round((8 * size) / weights) : null,
    parameters: isAsked ? parameters : null,
    round_trip: isAsked ? roundTrip(run) : null,
  };
  return scoredTrack(
    outcome,
    { score: ratio === null ? null : logNormalScore(ratio, curve), interval: null },
    figures,
  );
}

const sizeOf = (model: CapstoneRun['models'][number] | undefined): number | null =>
  model?.serialized.status === 'ok' ? model.serialized.size_bytes : null;

/** A model that has no bytes, or none worth the name. */
function bytesTrouble({ models }: CapstoneRun): Outcome | null {
  for (const { id, serialized } of models) {
    const { status, reason, size_bytes } = serialized;
    if (status === 'failed' || status === 'invalid') return { status, reason: named(id, reason) };
    if (size_bytes === 0) return { status: 'invalid', reason: `${id}: its bytes hold nothing` };
  }
  return null;
}

/** Contenders of a model, one of each block. */
const restarts = ({ blocks }: CapstoneRun) => blocks.flatMap(({ contenders }) => contenders);

function roundTripTrouble(run: CapstoneRun): Outcome | null {
  for (const contender of restarts(run)) {
    const { id, origin, status, reason, predictions, changed } = contender;
    if (origin === 'trained') return { status: 'failed', reason: named(id, reason) };
    if (predictions === null && status !== 'ok') return troubleOf(contender);
    if (!changed) continue;
    const counts = `${changed} of ${predictions?.length ?? 0} predictions changed`;
    return { status: 'invalid', reason: `${id}: ${counts} after the round trip through its bytes` };
  }
  return roundTrip(run) === null ? NOT_REACHED : null;
}

const isRestored = ({ origin, changed }: CapstoneContender) => origin === 'restored' && changed !== null;

/** Whether both models predicted from their bytes what they had predicted before; null where it was not tried. */
function roundTrip(run: CapstoneRun): boolean | null {
  const all = restarts(run);
  if (all.some(({ origin }) => origin === 'trained') || all.some(({ changed }) => (changed ?? 0) > 0))
    return false;
  const isTried = MODELS.every((id) => all.some((each) => each.id === id && isRestored(each)));
  return isTried ? true : null;
}
