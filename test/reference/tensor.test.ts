import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/reference/tensor.ts';

describe('tensor', () => {
  it('has its own copy of the numbers', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const made = tensor(data, [2, 2]);
    data[0] = 9;
    expect(made).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
  });

  it('stores float32', () => {
    expect(tensor([0.1], []).data[0]).toBe(Math.fround(0.1));
  });

  it.each([[[3]], [[2, 2]], [[]], [[0]]])('refuses two numbers in the shape %j', (shape) => {
    expect(() => tensor([1, 2], shape)).toThrow(RangeError);
  });

  it.each([[[-1, -2]], [[0.5, 4]], [[Number.NaN]]])('refuses the shape %j', (shape) => {
    expect(() => tensor([1, 2], shape)).toThrow(/non-negative integers/);
  });
});
