import { describe, expect, it } from 'vitest';
import { adam } from '../../../../src/reference/models/training/adam.ts';

describe('adam', () => {
  it('takes a first step of the learning rate, whatever the gradient’s size', () => {
    const parameters = Float32Array.of(1, 1, 1);
    adam(parameters)(Float32Array.of(100, -0.01, 0), 0.25);
    expect(parameters[0]).toBeCloseTo(0.75, 6);
    expect(parameters[1]).toBeCloseTo(1.25, 4);
    expect(parameters[2]).toBe(1);
  });

  it('follows algorithm 1 of the paper', () => {
    const parameters = Float32Array.of(0.5);
    const step = adam(parameters);
    let [m, v, expected] = [0, 0, 0.5];
    for (const [t, gradient] of [0.3, -0.2, 0.5, 0.1].entries()) {
      step(Float32Array.of(gradient), 0.01);
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient ** 2;
      const [mean, square] = [m / (1 - 0.9 ** (t + 1)), v / (1 - 0.999 ** (t + 1))];
      expected -= (0.01 * mean) / (Math.sqrt(square) + 1e-8);
    }
    expect(parameters[0]).toBeCloseTo(expected, 6);
  });

  it('finds the lowest point of a bowl', () => {
    const parameters = Float32Array.of(3, -2);
    const step = adam(parameters);
    for (let i = 0; i < 2000; i++)
      step(
        parameters.map((x, k) => 2 * (x - k)),
        0.02,
      );
    expect(parameters[0]).toBeCloseTo(0, 2);
    expect(parameters[1]).toBeCloseTo(1, 2);
  });
});
