import { seededRandom } from '../../analysis/random.ts';
import type { Model, TrainingOptions } from '../../contracts.ts';
import { convolutional, type Network, perceptron } from '../models/architecture.ts';
import { writeFloat32 } from '../models/formats/network-bytes.ts';
import { initialise } from '../models/initialise.ts';
import { countRight, train } from '../models/training/train.ts';
import { holdOut } from './held-out.ts';
import { deserialize } from './models.ts';
import { affordableImages, progressOf, trainingWork } from './work.ts';

const LEARNING_RATE = 0.005;
/** Smallest image that is left with a pixel after the convolutional network's pooling. */
const SMALLEST_FOR_CONVOLUTION = 4;
const BUDGETS = {
  perceptron: { work: 5e9, images: 96_000 },
  convolutional: { work: 12e9, images: 48_000 },
};

/**
 * Trains a multi-layer perceptron and a small convolutional network by Adam on four fifths of the data, and keeps the one
 * that gets more of the held-out fifth right; of equals, the smaller.
 */
export function trainBaseline({ train: data, seed, progress }: TrainingOptions): Model {
  const { fitting, held_out } = holdOut(data);
  const candidates = [
    { architecture: perceptron(data.size), budget: BUDGETS.perceptron },
    { architecture: convolutional(data.size), budget: BUDGETS.convolutional },
  ]
    .slice(0, data.size < SMALLEST_FOR_CONVOLUTION ? 1 : 2)
    .map(({ architecture, budget }) => ({
      architecture,
      work: trainingWork(architecture),
      images: affordableImages(architecture, budget),
    }));
  const worked = progressOf(
    candidates.reduce((sum, { work, images }) => sum + work * images, 0),
    progress,
  );

  let best: { network: Network; right: number } | undefined;
  for (const { architecture, images, work } of candidates) {
    const random = seededRandom(seed);
    const network = initialise(architecture, random);
    train(network, {
      data: fitting,
      images,
      learning_rate: LEARNING_RATE,
      random,
      onImages: (count) => worked(count * work),
    });
    const right = countRight(network, held_out);
    if (!best || right > best.right) best = { network, right };
  }
  if (!best) throw new RangeError('No network fits.');
  return deserialize(writeFloat32(best.network));
}
