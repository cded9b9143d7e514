import { type Random, seededRandom } from '../../analysis/random.ts';
import type { Digits } from '../../contracts.ts';
import { drawDistortion } from './distortion.ts';
import { GLYPHS } from './glyphs.ts';
import { cornersOf, squaredDistance } from './pen.ts';

/** Saved with every run: a seed means the same digits only with the same version of everything in this folder. */
export const DIGITS_VERSION = '1';

const CLASSES = 10;
/** Grey levels are multiples of 1/255. */
const LEVELS = 255;

/**
 * How differently the digits are written. Chosen so that on 8 × 8 pixels, with 4,000 images to train on, a linear model
 * gets about 85 % of others right, a multi-layer perceptron about 95 % and a small convolutional network about 97 %.
 */
const VARIATION = {
  shift: 0.095,
  half_turn: 0.13,
  slant: 0.2,
  scale: [0.68, 0.9],
  stretch: 0.15,
  bend: 0.14,
} as const;
/** Width of the pen, as a share of the image's side, and grey of its ink. */
const PEN = { width: [0.09, 0.17], ink: [0.6, 1] } as const;
/** Standard deviation of the noise of each of 8 × 8 pixels. Smaller pixels have more, so that an area's stays the same. */
const NOISE = 0.06;

const shapes = GLYPHS.map((glyphs) => glyphs.map((strokes) => strokes.map(cornersOf)));

const between = (random: Random, [low, high]: readonly [number, number]): number =>
  low + random.next() * (high - low);

/** Nearly normal, mean 0 and variance 1: a sum of 12 uniforms (Irwin-Hall), which needs no logarithm. */
function noise(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}

/** Each class as often as the others, up to one, in an order of the seed (Fisher & Yates; Knuth, TAOCP 2, §3.4.2). */
function drawLabels(random: Random, count: number): Uint8Array {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  for (let i = count - 1; i > 0; i--) {
    const other = random.integer(i + 1);
    const label = labels[i] as number;
    labels[i] = labels[other] as number;
    labels[other] = label;
  }
  return labels;
}

/** Ink where the pen was, with an edge of one pixel, and noise. */
function drawDigit(random: Random, label: number, pixels: Float32Array, size: number): void {
  const variants = shapes[label] ?? [];
  const distortion = drawDistortion(random, VARIATION);
  const strokes = (variants[random.integer(variants.length)] ?? []).map(distortion);
  const radius = between(random, PEN.width) / 2;
  const ink = between(random, PEN.ink);
  const spread = (NOISE * size) / 8;
  for (let i = 0; i < pixels.length; i++) {
    const x = ((i % size) + 0.5) / size;
    const y = (Math.floor(i / size) + 0.5) / size;
    let squared = Number.POSITIVE_INFINITY;
    for (const corners of strokes) squared = squaredDistance(corners, x, y, squared);
    const covered = (radius - Math.sqrt(squared)) * size + 0.5;
    const grey = ink * Math.min(1, Math.max(0, covered)) + spread * noise(random);
    pixels[i] = Math.round(LEVELS * Math.min(1, Math.max(0, grey))) / LEVELS;
  }
}

/**
 * Grey images of handwritten-looking digits that follow from the seed to the bit on every machine: strokes of a pen,
 * bent, slanted, turned, scaled, shifted and blurred by noise. Classes are balanced and shuffled; pixels are multiples
 * of 1/255 from 0 to 1, as float32.
 *
 * @param options.size pixels per side, from 8
 * @throws RangeError for a count or size that can't be
 */
export function generateDigits({ count, size, seed }: { count: number; size: number; seed: number }): Digits {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`There are no ${count} digits.`);
  if (!Number.isInteger(size) || size < 8)
    throw new RangeError(`Digits have 8 or more pixels per side, not ${size}.`);
  const random = seededRandom(seed);
  const labels = drawLabels(random, count);
  const images = new Float32Array(count * size * size);
  for (const [index, label] of labels.entries()) {
    drawDigit(random, label, images.subarray(index * size * size, (index + 1) * size * size), size);
  }
  return { images, labels, count, size };
}
