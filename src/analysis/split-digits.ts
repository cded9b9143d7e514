import type { Digits } from '../contracts.ts';
import { seededRandom } from './random.ts';

/**
 * Splits images of digits for training and testing, each digit by the same share (stratified). Which image lands
 * where depends on the seed, how many do does not. The order within both parts is drawn as well.
 *
 * @param seed any safe integer
 * @param testShare between 0 and 1; of each digit at least one image is for testing, and one for training where it has two
 * @throws RangeError where the share is not between 0 and 1
 */
export function splitDigits(digits: Digits, seed: number, testShare = 0.2): { train: Digits; test: Digits } {
  if (!(testShare > 0 && testShare < 1)) throw new RangeError(`${testShare} is not between 0 and 1.`);
  const { integer } = seededRandom(seed);
  const shuffled = shuffle(
    Array.from({ length: digits.count }, (_, index) => index),
    integer,
  );
  const sizes = countsOf(digits.labels).map((count) => testSize(count, testShare));
  // The order is random already: the first images of each digit are for testing.
  const test: number[] = [];
  const train: number[] = [];
  for (const index of shuffled) {
    const label = digits.labels[index] ?? 0;
    const left = sizes[label] ?? 0;
    sizes[label] = left - 1;
    (left > 0 ? test : train).push(index);
  }
  return { train: select(digits, train), test: select(digits, test) };
}

const testSize = (count: number, share: number) =>
  count < 2 ? count : Math.min(count - 1, Math.max(1, Math.round(count * share)));

function countsOf(labels: Uint8Array): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Fisher and Yates' shuffle (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 P), in place. */
function shuffle(items: number[], integer: (n: number) => number): number[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    const [a = 0, b = 0] = [items[last], items[other]];
    items[last] = b;
    items[other] = a;
  }
  return items;
}

function select({ images, labels, size }: Digits, indices: readonly number[]): Digits {
  const pixels = size * size;
  const chosen = new Float32Array(indices.length * pixels);
  for (const [position, index] of indices.entries()) {
    chosen.set(images.subarray(index * pixels, (index + 1) * pixels), position * pixels);
  }
  return {
    images: chosen,
    labels: Uint8Array.from(indices, (index) => labels[index] ?? 0),
    count: indices.length,
    size,
  };
}
