import type { CapstoneReport } from '../../schema/capstone-report.ts';
import { type CapstoneRun, MODELS, type ModelId, PHASES, type Phase } from '../../schema/capstone-run.ts';
import { turnsOf } from '../capstone/turns.ts';
import { callTimes } from '../comparisons/paired-turns.ts';
import { levelOf } from '../comparisons/ratio.ts';
import { type Finding, refuse, warn } from './finding.ts';

/** The limits of the course's own submissions: beyond the first a word of caution, beyond the second a second look. */
const SPEEDUP = { unusual: 20, extreme: 50 };
const COMPRESSION = { unusual: 16, extreme: 32 };
/** Share of the wall clock's speed-up that the processor's clock has to show as well. */
const LEAST_SHARED = 0.2;
/**
 * Bits per weight below which no model keeps its accuracy: to say which 1 of 100 weights is not zero takes 0.081 bits
 * for each of them (Shannon's entropy of 1 %), before the first of these weights is stored.
 */
const LEAST_BITS = 0.08;
/** Accuracy that needs a model worth the name: five times as good as guessing. */
const USEFUL = 0.5;
/** Generated digits overlap: of so many, some are drawn so that no model tells them apart. */
const MANY_IMAGES = 500;
/** Fastest call, over the yardstick's forward pass (about 0.1 ms): no call at all takes only some nanoseconds. */
const FASTEST = 1e-4;
/** A batch may be cheaper than its images one by one, and cheaper than a single one only where that is done badly. */
const CHEAP_BATCH = 0.25;
/** Least share of its time that a model uses the processor for, even on a crowded machine. */
const LEAST_BUSY = 0.1;

type Tracks = CapstoneReport['tracks'];

/**
 * Figures that no honest capstone has, and such that are only unusual. A ratio alone is never refused: loops in plain
 * Python may be replaced by something a hundred times as fast, and a large model by a small one. It is refused where
 * something else in the run contradicts it.
 */
export function checkCapstone(run: CapstoneRun, { tracks }: CapstoneReport): Finding[] {
  return [
    ...speedup(run, tracks),
    ...compression(run, tracks),
    ...accuracy(run, tracks),
    ...latency(tracks),
    ...batches(run),
    ...processor(run),
    ...memory(run),
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const short = (value: number) => Number(value.toPrecision(3));

/** Seconds of the processor for one prediction by one model, by a clock that a waiting process does not move. */
function cpuPerPrediction(run: CapstoneRun, phase: Phase['phase'], id: ModelId): number {
  const turns = turnsOf(run, phase);
  const predictions = turns.map(
    ({ batch, [id]: own }) => own.slices_cpu_ms.length * own.calls_per_slice * batch,
  );
  return sum(turns.flatMap((each) => each[id].slices_cpu_ms)) / sum(predictions);
}

function speedup(run: CapstoneRun, { speed }: Tracks): Finding[] {
  const where = 'tracks.speed.speedup';
  const stated = speed.speedup;
  if (stated === null || stated <= SPEEDUP.unusual) return [];
  const byProcessor =
    cpuPerPrediction(run, 'latency', 'baseline') / cpuPerPrediction(run, 'latency', 'optimized');
  // Not a number where the processor's time was not taken.
  const isShared = byProcessor >= LEAST_SHARED * stated;
  if (stated > SPEEDUP.extreme && !isShared) {
    const seen = Number.isFinite(byProcessor) ? `${short(byProcessor)} times` : 'nothing';
    return [
      refuse(
        'speedup_implausible',
        where,
        `${short(stated)} times as fast, of which the processor's time shows ${seen}`,
      ),
    ];
  }
  return [
    warn('speedup_unusual', where, `${short(stated)} times as fast; up to ${SPEEDUP.unusual} is usual`),
  ];
}

function compression({ models }: CapstoneRun, { compression: own, accuracy: tested }: Tracks): Finding[] {
  const { compression_ratio: ratio, bits_per_weight: bits } = own;
  const where = 'tracks.compression.compression_ratio';
  if (ratio === null || ratio <= COMPRESSION.unusual) return [];
  // Bits per weight of the baseline say nothing of a model that may be another one.
  const isOwn = models.some(({ id, parameters }) => id === 'optimized' && parameters !== null);
  const isEmpty = isOwn && bits !== null && bits < LEAST_BITS;
  if (ratio > COMPRESSION.extreme && isEmpty && (tested.accuracy ?? 0) >= USEFUL) {
    const text = `${short(ratio)} times as small: ${short(bits ?? 0)} bits per weight can't hold what it answers`;
    return [refuse('compression_implausible', where, text)];
  }
  return [
    warn(
      'compression_unusual',
      where,
      `${short(ratio)} times as small; up to ${COMPRESSION.unusual} is usual`,
    ),
  ];
}

function accuracy(
  { plan }: CapstoneRun,
  { accuracy: { accuracy: optimized, baseline_accuracy, test_images } }: Tracks,
) {
  if (plan.data.source !== 'generated' || test_images < MANY_IMAGES) return [];
  return [
    { where: 'tracks.accuracy.accuracy', share: optimized },
    { where: 'tracks.accuracy.baseline_accuracy', share: baseline_accuracy },
  ]
    .filter(({ share }) => share === 1)
    .map(({ where }) =>
      refuse('accuracy_implausible', where, `all of ${test_images} generated digits right`),
    );
}

function latency({ speed: { yardstick_ratio } }: Tracks): Finding[] {
  if (yardstick_ratio === null || yardstick_ratio >= FASTEST) return [];
  const text = `a prediction takes ${yardstick_ratio} of the yardstick's forward pass: less than any call`;
  return [refuse('latency_impossible', 'tracks.speed.yardstick_ratio', text)];
}

function batches(run: CapstoneRun): Finding[] {
  const level = (phase: Phase['phase'], id: ModelId) =>
    levelOf(turnsOf(run, phase).map((turns) => callTimes(turns[id]))).level;
  return MODELS.flatMap((id) => {
    const [one, many] = [level('latency', id), level('throughput', id)];
    if (one === null || many === null || many >= CHEAP_BATCH * one) return [];
    const text = `${id} needs ${short(many / one)} of the time of one image for a whole batch`;
    return [warn('batch_cheaper_than_image', 'tracks.speed.throughput_per_s', text)];
  });
}

/** A model that waits while it is timed: for a pause, or for somebody else who does its work. */
function processor(run: CapstoneRun): Finding[] {
  return MODELS.flatMap((id) => {
    const taken = PHASES.flatMap((phase) => turnsOf(run, phase))
      .map((turns) => turns[id])
      .filter(({ slices_cpu_ms }) => slices_cpu_ms.length > 0);
    const share =
      sum(taken.flatMap((each) => each.slices_cpu_ms)) / sum(taken.flatMap((each) => each.slices_ms));
    if (!(share < LEAST_BUSY)) return [];
    const text = `${id} used the processor for only ${short(100 * share)} % of the time it took`;
    return [refuse('waits_while_timed', 'blocks', text)];
  });
}

/** The kernel counts pages loosely, so a peak may seem a little lower than the level before it; not by half. */
function memory({ blocks }: CapstoneRun): Finding[] {
  return blocks.flatMap(({ contenders }, b) =>
    contenders.flatMap(({ idle_bytes, peak_bytes }, c) => {
      if (idle_bytes === null || peak_bytes === null || peak_bytes >= idle_bytes) return [];
      const path = `blocks[${b}].contenders[${c}].peak_bytes`;
      const text = `its peak of ${peak_bytes} bytes is below its ${idle_bytes} bytes when idle`;
      return [(peak_bytes < idle_bytes / 2 ? refuse : warn)('memory_impossible', path, text)];
    }),
  );
}
