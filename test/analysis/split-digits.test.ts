import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitDigits } from '../../src/analysis/split-digits.ts';
import type { Digits } from '../../src/contracts.ts';

/** Images of 2×2 pixels that hold their own number, so that each can be recognised. */
const digitsOf = (labels: readonly number[]): Digits => ({
  images: Float32Array.from({ length: labels.length * 4 }, (_, i) => Math.floor(i / 4)),
  labels: Uint8Array.from(labels),
  count: labels.length,
  size: 2,
});
const numbersOf = ({ images, count }: Digits) => Array.from({ length: count }, (_, i) => images[i * 4]);
const inTurn = digitsOf(Array.from({ length: 1000 }, (_, i) => i % 10));
const someLabels = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });
const someSeed = fc.nat(2 ** 32 - 1);

it('puts every image in one of both parts, with its label and all of its pixels', async () => {
  await fc.assert(
    fc.property(someLabels, someSeed, (labels, seed) => {
      const { train, test } = splitDigits(digitsOf(labels), seed);
      const all = [...numbersOf(train), ...numbersOf(test)];
      expect(all.sort((a = 0, b = 0) => a - b)).toEqual(labels.map((_, i) => i));
      for (const part of [train, test]) {
        expect([part.count, part.size]).toEqual([part.labels.length, 2]);
        expect(Array.from(part.images)).toEqual(numbersOf(part).flatMap((n) => [n, n, n, n]));
        expect(Array.from(part.labels)).toEqual(numbersOf(part).map((n = 0) => labels[n]));
      }
    }),
  );
});

it('takes the same share of each digit, and leaves something of each for training', async () => {
  await fc.assert(
    fc.property(
      someLabels,
      someSeed,
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (labels, seed, share) => {
        const { train, test } = splitDigits(digitsOf(labels), seed, share);
        for (let digit = 0; digit < 10; digit++) {
          const [trained, tested] = [train, test].map(
            (part) => part.labels.filter((l) => l === digit).length,
          );
          const count = (trained ?? 0) + (tested ?? 0);
          if (count === 0) continue;
          expect(tested).toBeGreaterThan(0);
          if (count > 1) expect(trained).toBeGreaterThan(0);
          if (count > 2) expect(Math.abs((tested ?? 0) - count * share)).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

it('depends on the seed alone, and only in which images it takes', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => splitDigits(inTurn, seed));
  expect(first).toEqual(again);
  expect(other?.test.count).toBe(200);
  expect(numbersOf(other?.test ?? inTurn)).not.toEqual(numbersOf(first?.test ?? inTurn));
});

it('gives each image the same chance of being tested', () => {
  const SEEDS = 400;
  const digits = digitsOf(Array.from({ length: 50 }, (_, i) => i % 10));
  const times = new Map<number, number>();
  for (let seed = 0; seed < SEEDS; seed++) {
    for (const n of numbersOf(splitDigits(digits, seed).test))
      times.set(n ?? -1, (times.get(n ?? -1) ?? 0) + 1);
  }
  // 400 draws of probability 1/5 have a standard deviation of 8; 50 of them lie within 5 of these.
  expect(times.size).toBe(50);
  for (const drawn of times.values()) expect(Math.abs(drawn - SEEDS / 5)).toBeLessThan(40);
});

it('does not leave the parts sorted', () => {
  const sorted = digitsOf(Array.from({ length: 1000 }, (_, i) => Math.floor(i / 100)));
  const { train, test } = splitDigits(sorted, 3);
  for (const { labels } of [train, test]) expect(labels).not.toEqual(labels.toSorted());
});

it.each([0, 1, -0.1, Number.NaN])('refuses a share of %d', (share) => {
  expect(() => splitDigits(inTurn, 1, share)).toThrow(RangeError);
});
