import { seededRandom } from '../../analysis/random.ts';
import type { Model, TrainingOptions } from '../../contracts.ts';
import type { Network } from '../models/architecture.ts';
import { magnitudeMasks } from '../models/compression/prune.ts';
import { dequantize, quantize } from '../models/compression/quantize.ts';
import { readNetwork, writePacked } from '../models/formats/network-bytes.ts';
import { applyMasks } from '../models/training/masks.ts';
import { countRight, train } from '../models/training/train.ts';
import { holdOut } from './held-out.ts';
import { deserialize } from './models.ts';
import { verifyKernels } from './verify-kernels.ts';
import { affordableImages, progressOf, trainingWork } from './work.ts';

/** Shares of weights left out, one after the other; the greatest that costs little is kept. */
const SPARSITIES = [0.5, 0.6, 0.7];
/** Share of held-out images that may be lost against the baseline. */
const TOLERATED_LOSS = 0.01;
/** That of training: with less, too few of the remaining weights found new places, and accuracy did not come back. */
const LEARNING_RATE = 0.005;
/** Of training after each pruning. */
const BUDGET = { work: 5e9, images: 12_800 };

/** The network with its weights rounded to what int8 can hold. */
const rounded = ({ architecture, layers }: Network): Network => ({
  architecture,
  layers: layers.map((layer) => dequantize(quantize(layer))),
});

const copyOf = ({ architecture, layers }: Network): Network => ({
  architecture,
  layers: layers.map(({ weight, bias }) => ({ weight: weight.slice(), bias: bias.slice() })),
});

/**
 * Prunes the baseline step by step, trains what is left a little further each time (Han et al. 2015, §3), quantises to
 * int8, keeps the sparsest by which the held-out fifth suffers little, and packs it for the fast kernels.
 *
 * @throws Error where the baseline has no bytes, or the fast kernels don't compute what the definitions say
 */
export function optimize({
  train: data,
  seed,
  progress,
  baseline,
}: TrainingOptions & { baseline: Model }): Model {
  if (!baseline.serialize)
    throw new TypeError('The baseline has no serialize(): its weights are not to be had.');
  const { network } = readNetwork(baseline.serialize());
  const { fitting, held_out } = holdOut(data);
  const wanted = countRight(network, held_out) - TOLERATED_LOSS * held_out.count;
  const images = affordableImages(network.architecture, BUDGET);
  const work = trainingWork(network.architecture);
  const worked = progressOf(work * images * SPARSITIES.length, progress);
  const random = seededRandom(seed);

  const pruned = copyOf(network);
  let kept = network;
  for (const sparsity of SPARSITIES) {
    const masks = magnitudeMasks(pruned, sparsity);
    applyMasks(pruned, masks);
    const onImages = (count: number) => worked(count * work);
    train(pruned, { data: fitting, images, learning_rate: LEARNING_RATE, random, masks, onImages });
    if (countRight(rounded(pruned), held_out) >= wanted) kept = copyOf(pruned);
  }

  const bytes = writePacked(kept.architecture, kept.layers.map(quantize));
  verifyKernels(readNetwork(bytes).network, held_out);
  return deserialize(bytes);
}
