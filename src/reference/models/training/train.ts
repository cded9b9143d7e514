import type { Random } from '../../../analysis/random.ts';
import type { Digits } from '../../../contracts.ts';
import type { Network } from '../architecture.ts';
import { adam } from './adam.ts';
import { applyMasks, type Masks } from './masks.ts';
import { passesOf } from './passes.ts';

const BATCH = 32;

export interface Course {
  data: Digits;
  epochs: number;
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
 * @returns mean loss of the last epoch, in nats
 */
export function train(network: Network, course: Course): number {
  const { data, epochs, random, masks, onImages } = course;
  const pixels = data.size ** 2;
  const passes = passesOf(network, BATCH);
  const layers = network.layers.map(({ weight, bias }) => ({ weight: adam(weight), bias: adam(bias) }));
  const order = Uint32Array.from({ length: data.count }, (_, i) => i);
  const images = new Float32Array(BATCH * pixels);
  const labels = new Uint8Array(BATCH);
  const steps = epochs * Math.ceil(data.count / BATCH);
  let loss = 0;
  for (let step = 0, epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    loss = 0;
    for (let from = 0; from < data.count; from += BATCH, step++) {
      const chosen = order.subarray(from, from + BATCH);
      for (const [to, image] of chosen.entries()) {
        images.set(data.images.subarray(image * pixels, (image + 1) * pixels), to * pixels);
        labels[to] = data.labels[image] as number;
      }
      passes.forward(images, chosen.length);
      loss += (passes.backward(labels.subarray(0, chosen.length)) * chosen.length) / data.count;
      const rate = course.learning_rate * (1 - step / steps);
      for (const [depth, gradient] of passes.gradients.entries()) {
        layers[depth]?.weight(gradient.weight, rate);
        layers[depth]?.bias(gradient.bias, rate);
      }
      if (masks) applyMasks(network, masks);
      onImages(chosen.length);
    }
  }
  return loss;
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
