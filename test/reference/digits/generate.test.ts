import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/analysis/random.ts';
import { DIGITS_VERSION, generateDigits } from '../../../src/reference/digits/generate.ts';
import { convolutional, perceptron } from '../../../src/reference/models/architecture.ts';
import { initialise } from '../../../src/reference/models/initialise.ts';
import { countRight, train } from '../../../src/reference/models/training/train.ts';

const hash = ({ images, labels }: ReturnType<typeof generateDigits>) =>
  createHash('sha256').update(new Uint8Array(images.buffer)).update(labels).digest('hex').slice(0, 16);

describe('generateDigits', () => {
  // A change of these hashes changes what a saved seed means: it needs a new DIGITS_VERSION.
  it.each([
    [8, '0a0c93d6999fc44e'],
    [28, '9ed650c71e24d5c2'],
  ])('gives version 1 the same images of %i pixels per side for ever', (size, expected) => {
    expect(DIGITS_VERSION).toBe('1');
    expect(hash(generateDigits({ count: 100, size, seed: 7 }))).toBe(expected);
  });

  it('gives other images and another order for another seed', () => {
    const [a, b] = [1, 2].map((seed) => generateDigits({ count: 50, size: 8, seed }));
    expect(a?.images).not.toEqual(b?.images);
    expect(a?.labels).not.toEqual(b?.labels);
  });

  it('draws no image twice', () => {
    const { images } = generateDigits({ count: 500, size: 8, seed: 3 });
    const distinct = new Set(Array.from({ length: 500 }, (_, i) => images.slice(64 * i, 64 * i + 64).join()));
    expect(distinct.size).toBe(500);
  });

  it('has every class as often as the others, up to one', () => {
    const { labels } = generateDigits({ count: 123, size: 8, seed: 4 });
    const counts = Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
    expect(counts).toEqual([13, 13, 13, 12, 12, 12, 12, 12, 12, 12]);
  });

  it('has pixels from 0 to 1 that are multiples of 1/255', () => {
    const { images } = generateDigits({ count: 200, size: 9, seed: 5 });
    expect(images).toHaveLength(200 * 81);
    expect(images.every((pixel) => pixel === Math.fround(Math.round(pixel * 255) / 255))).toBe(true);
    expect([Math.min(...images), Math.max(...images)]).toEqual([0, 1]);
  });

  it.each([
    { count: 0, size: 8 },
    { count: 1.5, size: 8 },
    { count: 10, size: 7 },
  ])('refuses %j', (options) => {
    expect(() => generateDigits({ ...options, seed: 1 })).toThrow(RangeError);
  });

  it('is harder for a linear model than for a perceptron, and for that than for a convolutional network', () => {
    const data = generateDigits({ count: 2000, size: 8, seed: 11 });
    const test = generateDigits({ count: 1000, size: 8, seed: 12 });
    const [linear, hidden, convolution] = [
      { architecture: { size: 8, convolutions: [], dense: [10] }, images: 30_000 },
      { architecture: perceptron(8), images: 60_000 },
      { architecture: convolutional(8), images: 20_000 },
    ].map(({ architecture, images }) => {
      const random = seededRandom(1);
      const network = initialise(architecture, random);
      train(network, { data, images, learning_rate: 0.005, random, onImages: () => undefined });
      return countRight(network, test) / test.count;
    }) as [number, number, number];
    expect.soft(linear).toBeGreaterThan(0.76);
    expect.soft(linear).toBeLessThan(0.89);
    expect.soft(hidden).toBeGreaterThan(linear + 0.04);
    expect.soft(convolution).toBeGreaterThan(hidden);
    expect.soft(convolution).toBeLessThan(1);
  });
});
