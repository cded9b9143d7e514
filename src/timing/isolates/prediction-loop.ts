import type { Model, PredictionSlice } from '../../contracts.ts';
import { CLASSES, isChanged } from '../capstone/predictions.ts';

/** By how much a pixel changes from one time that an image is predicted to the next. */
const STEP = 2 ** -20;
/** Share of the images by which their order turns: 2 - (1 + √5) / 2. */
const GOLDEN = 0.381966;

/** Taken before a subject is loaded, so that it can't put other clocks in their place. */
export interface Clocks {
  now: () => number;
  /** Processor time of the process. */
  cpu_ms: () => number;
  /** How often the system took the processor away. */
  preemptions: () => number;
}

const amount = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** @throws TypeError with what is wrong, where these are not the logits of `count` images */
export function checkLogits(logits: unknown, count: number): asserts logits is ArrayLike<number> {
  const isList = typeof logits === 'object' && logits !== null && 'length' in logits;
  if (!isList) {
    const name =
      typeof logits === 'object' && logits !== null ? (logits.constructor?.name ?? 'object') : `${logits}`;
    throw new WrongLogits(`predict returned ${name} instead of ${count * CLASSES} numbers`);
  }
  if (logits.length !== count * CLASSES) {
    const found = amount(Number(logits.length), 'number');
    throw new WrongLogits(
      `predict returned ${found} for ${amount(count, 'image')} instead of ${count * CLASSES}`,
    );
  }
}

/** The message says all: it is not an exception of the subject. */
export class WrongLogits extends TypeError {}

export interface LoopInput {
  model: Model;
  /** count × size × size pixels */
  images: Float32Array;
  count: number;
  size: number;
  /** Logits of the first pass. */
  first: Float32Array;
  batch: number;
  clocks: Clocks;
}

/**
 * Calls of a model with `batch` images each. The images change a little and turn round whenever all were predicted:
 * an answer that was remembered from an earlier call with the same place or the same numbers is of no use.
 *
 * @returns the function that makes a number of calls
 * @throws TypeError where there are fewer images than a batch has
 */
export function predictionLoop(input: LoopInput): (calls: number) => PredictionSlice {
  const { model, images, count, size, first, batch, clocks } = input;
  const perCycle = Math.floor(count / batch);
  if (perCycle === 0) throw new WrongLogits(`there are only ${count} images for a batch of ${batch}`);
  const pixels = size * size;
  const turned = new Float32Array(images.length);
  const batches = Array.from({ length: perCycle }, (_, i) =>
    turned.subarray(i * batch * pixels, (i + 1) * batch * pixels),
  );
  const results = new Float32Array(perCycle * batch * CLASSES);
  let [cycle, position, shift] = [-1, 0, 0];

  const startCycle = () => {
    cycle += 1;
    shift = (cycle * Math.max(1, Math.floor(count * GOLDEN))) % count;
    turned.set(images.subarray(shift * pixels));
    turned.set(images.subarray(0, shift * pixels), (count - shift) * pixels);
    const change = (1 + Math.floor(cycle / pixels)) * STEP;
    for (let at = cycle % pixels; at < turned.length; at += pixels) turned[at] = (turned[at] ?? 0) + change;
  };
  const countChanged = (start: number, stop: number) => {
    let changed = 0;
    for (let at = start * batch; at < stop * batch; at++) {
      if (isChanged(first, ((at + shift) % count) * CLASSES, results, at * CLASSES)) changed += 1;
    }
    return changed;
  };
  return (calls) => {
    const begun = clocks.now();
    const slice: PredictionSlice = {
      ms: 0,
      cpu_ms: 0,
      request_ms: 0,
      preempted: false,
      predicted: calls * batch,
      changed: 0,
    };
    let left = calls;
    while (left > 0) {
      if (position === 0) startCycle();
      const stop = Math.min(perCycle, position + left);
      const [preemptions, cpu] = [clocks.preemptions(), clocks.cpu_ms()];
      slice.ms += timeCalls(model, batches, position, stop, batch, results, clocks.now);
      slice.cpu_ms += clocks.cpu_ms() - cpu;
      slice.preempted ||= clocks.preemptions() > preemptions;
      slice.changed += countChanged(position, stop);
      left -= stop - position;
      position = stop % perCycle;
    }
    slice.request_ms = clocks.now() - begun;
    return slice;
  };
}

/** The timed part: predictions and keeping them, since a model may return the same array each time. */
function timeCalls(
  model: Model,
  batches: readonly Float32Array[],
  start: number,
  stop: number,
  batch: number,
  results: Float32Array,
  now: () => number,
): number {
  const width = batch * CLASSES;
  const begun = now();
  for (let i = start; i < stop; i++) {
    const logits = model.predict(batches[i] as Float32Array, batch);
    if (logits?.length !== width) checkLogits(logits, batch);
    for (let j = 0, at = i * width; j < width; j++, at++) results[at] = logits[j] as number;
  }
  return now() - begun;
}
