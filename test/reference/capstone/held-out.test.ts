import { describe, expect, it } from 'vitest';
import { holdOut } from '../../../src/reference/capstone/held-out.ts';
import { generateDigits } from '../../../src/reference/digits/generate.ts';

const perClass = (labels: Uint8Array) =>
  Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);

describe('holdOut', () => {
  const data = generateDigits({ count: 200, size: 8, seed: 1 });
  const { fitting, held_out } = holdOut(data);

  it('holds out a fifth of each class', () => {
    expect(perClass(held_out.labels)).toEqual(new Array(10).fill(4));
    expect(perClass(fitting.labels)).toEqual(new Array(10).fill(16));
  });

  it('does so in whatever order the classes come', () => {
    const labels = data.labels.toSorted();
    expect(perClass(holdOut({ ...data, labels }).held_out.labels)).toEqual(new Array(10).fill(4));
  });

  it('splits the images with their labels, each to one side', () => {
    const key = ({ images, labels }: typeof data, i: number) =>
      `${labels[i]}:${images.slice(64 * i, 64 * (i + 1)).join()}`;
    const keys = (part: typeof data) => Array.from({ length: part.count }, (_, i) => key(part, i));
    expect([...keys(fitting), ...keys(held_out)].sort()).toEqual(keys(data).sort());
  });

  it('refuses too few images', () => {
    expect(() => holdOut(generateDigits({ count: 20, size: 8, seed: 1 }))).toThrow(/too few/);
  });
});
