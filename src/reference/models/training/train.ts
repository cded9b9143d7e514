import type { Random } from '../../../analysis/random.ts';
import type { Digits } from '../../../contracts.ts';
import type { Network } from '../architecture.ts';
import { adam } from './adam.ts';
import { applyMasks, type Masks } from './masks.ts';
import { passesOf } from './passes.ts';

const BATCH = 32;

export interface Course {
  data: Digits;
  /** How many images to learn from, the same ones again and again, each as often as the others or once more. */
  images: number;
  /** Falls linearly to zero. */
  learning_rate: number;
  /** Decides the order of the images. */
  random: Random;
  masks?: Masks;
  /** Called after each minibatch with its number of images. */
  onImages: (count: number) => void;
}

/**
 * Trains the network's weights in place, by Adam on minibatches that are shuffled in each epoch.
 * @returns loss of each minibatch, in nats
 */
export function train(network: Network, course: Course): number[] {
  const { data, random, masks, onImages } = course;
  const pixels = data.size ** 2;
  const passes = passesOf(network, BATCH);
  const optimizers = network.layers.map(({ weight, bias }) => ({ weight: adam(weight), bias: adam(bias) }));
  const order = Uint32Array.from({ length: data.count }, (_, i) => i);
  const images = new Float32Array(BATCH * pixels);
  const labels = new Uint8Array(BATCH);
  const losses: number[] = [];
  let from = data.count;
  for (let learnt = 0; learnt < course.images; ) {
    if (from >= data.count) {
      shuffle(order, random);
      from = 0;
    }
    const chosen = order.subarray(from, from + Math.min(BATCH, course.images - learnt));
    for (const [to, image] of chosen.entries()) {
      images.set(data.images.subarray(image * pixels, (image + 1) * pixels), to * pixels);
      labels[to] = data.labels[image] as number;
    }
    passes.forward(images, chosen.length);
    losses.push(passes.backward(labels.subarray(0, chosen.length)));
    const rate = course.learning_rate * (1 - learnt / course.images);
    for (const [depth, gradient] of passes.gradients.entries()) {
      optimizers[depth]?.weight(gradient.weight, rate);
      optimizers[depth]?.bias(gradient.bias, rate);
    }
    if (masks) applyMasks(network, masks);
    onImages(chosen.length);
    learnt += chosen.length;
    from += chosen.length;
  }
  return losses;
}

/** Fisher & Yates (Knuth, The Art of Computer Programming 2, §3.4.2). */
function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    const moved = order[i] as number;
    order[i] = order[other] as number;
    order[other] = moved;
  }
}

/** How many of the images the network classifies rightly. */
export function countRight(network: Network, { images, labels, count, size }: Digits): number {
  const pixels = size ** 2;
  const passes = passesOf(network, BATCH);
  let right = 0;
  for (let from = 0; from < count; from += BATCH) {
    const some = Math.min(BATCH, count - from);
    const logits = passes.forward(images.subarray(from * pixels, (from + some) * pixels), some);
    const classes = logits.length / BATCH;
    for (let i = 0; i < some; i++) {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      if (row.indexOf(Math.max(...row)) === labels[from + i]) right++;
    }
  }
  return right;
}
