import { describe, expect, it } from 'vitest';
import { forward, linear, relu } from '../../src/reference/layers.ts';
import { tensor } from '../../src/reference/tensor.ts';

const x = tensor([1, 2, 3, 4], [2, 2]);
const weight = tensor([1, 0, -1, 2, 1, 0], [2, 3]);
const bias = tensor([10, 20, 30], [3]);

describe('linear', () => {
  it('is x times weight plus bias for each of the batch', () => {
    expect(linear(x, weight, bias)).toEqual(tensor([15, 22, 29, 21, 24, 27], [2, 3]));
  });

  it.each([
    ['of another extent', tensor([1, 2], [2])],
    ['that is a matrix', tensor([1, 2, 3], [1, 3])],
    ['that is a number', tensor([1], [])],
  ])('refuses a bias %s', (_, bad) => {
    expect(() => linear(x, weight, bad)).toThrow(RangeError);
  });

  it('refuses an input of another width', () => {
    expect(() => linear(tensor([1, 2, 3], [1, 3]), weight, bias)).toThrow(/matmul/);
  });
});

describe('relu', () => {
  it('keeps what is positive and the shape', () => {
    expect(relu(tensor([-1, 0, 2, -0.5], [2, 2]))).toEqual(tensor([0, 0, 2, 0], [2, 2]));
  });

  it('lets NaN through', () => {
    expect(relu(tensor([Number.NaN], [1])).data[0]).toBeNaN();
  });
});

describe('forward', () => {
  const second = { weight: tensor([1, -1, 1], [3, 1]), bias: tensor([-25], [1]) };

  it('has relu between layers and none after the last', () => {
    const first = { weight, bias: tensor([-10, 0, 0], [3]) };
    // Hidden: (-5, 2, -1) and (1, 4, -3), after relu (0, 2, 0) and (1, 4, 0); then a - b + c - 25
    expect(forward(x, [first, second])).toEqual(tensor([-27, -28], [2, 1]));
  });

  it('is one linear layer where there is one', () => {
    const negative = tensor([-1, -2], [1, 2]);
    expect(forward(negative, [{ weight, bias }])).toEqual(linear(negative, weight, bias));
  });

  it('refuses no layers', () => {
    expect(() => forward(x, [])).toThrow(RangeError);
  });
});
