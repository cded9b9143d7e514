import type { CapstoneReport } from '../../schema/capstone-report.ts';
import type { CapstoneRun } from '../../schema/capstone-run.ts';
import { INTERRUPTED, machineNoise } from '../machine-noise.ts';

const UNPINNED =
  'The models could not be confined to one processor here: where processors differ in speed, so may the ratios.';
/** Accuracy of guessing one of ten digits. */
const CHANCE = 0.1;
/** Bits per weight that float32 takes, with some room for what is no weight. */
const FLOAT32_BITS = 40;

type Tracks = CapstoneReport['tracks'];

/** How noisy the machine was, and what the reader should know of the figures' quality. */
export function capstoneNoise(
  run: CapstoneRun,
  tracks: Tracks,
  isolateSpreads: readonly (number | null)[],
): Pick<CapstoneReport, 'noise' | 'warnings'> {
  const { noise, warnings } = machineNoise({
    environment: run.environment,
    slices: run.blocks.flatMap(({ phases }) => phases).flatMap(({ contenders }) => contenders),
    spreads: isolateSpreads,
    unpinned: run.blocks.some(({ processor, phases }) => processor === null && phases.length > 0)
      ? UNPINNED
      : null,
  });
  warnings.push(
    ...aboutSpeed(tracks),
    ...aboutSize(run, tracks),
    ...aboutAccuracy(tracks),
    ...aboutIsolates(run, tracks),
  );
  if (run.interrupted) warnings.push(INTERRUPTED);
  return { noise, warnings };
}

function aboutSpeed({ speed }: Tracks): string[] {
  if (speed.status !== 'ok') return [];
  if (speed.speedup_ci95 === null) {
    return [
      `The models are too slow for an interval of the speed-up within the budget: ${speed.pairs} pairs.`,
    ];
  }
  const isSlower = speed.speedup_ci95[1] < 1;
  return isSlower ? ['The optimized model is slower than the baseline.'] : [];
}

/** An optimiser may turn weights into float64 unnoticed, and the compression ratio is twice as good for it. */
function aboutSize({ models }: CapstoneRun, { compression }: Tracks): string[] {
  const { parameters, serialized } = models.find(({ id }) => id === 'baseline') ?? {};
  if (compression.compression_ratio === null || !parameters || serialized?.size_bytes == null) return [];
  const bits = (8 * serialized.size_bytes) / parameters;
  if (bits <= FLOAT32_BITS) return [];
  return [
    `The baseline takes ${bits.toFixed(0)} bits per weight, more than float32: compression looks better than it is.`,
  ];
}

function aboutAccuracy({ accuracy }: Tracks): string[] {
  return [
    { whose: 'optimized model', share: accuracy.accuracy },
    { whose: 'baseline', share: accuracy.baseline_accuracy },
  ].flatMap(({ whose, share }) =>
    share !== null && share < CHANCE
      ? [`The ${whose} is worse than guessing: is its output what is trained?`]
      : [],
  );
}

function aboutIsolates({ blocks }: CapstoneRun, { speed, efficiency }: Tracks): string[] {
  const again = new Set(
    blocks
      .flatMap(({ contenders }) => contenders.filter(({ origin }) => origin === 'trained'))
      .map(({ id }) => id),
  );
  const isMeasured = speed.status === 'ok' || efficiency.status === 'ok';
  return [
    ...(efficiency.memory_ratio === null ? [] : [...again]).map(
      (id) =>
        `The memory of ${id} includes what training left behind: it was trained again, as it has no bytes that load.`,
    ),
    ...(isMeasured && blocks.length === 1
      ? ['Only one fresh process of each model was measured: how much processes differ is not known.']
      : []),
  ];
}
