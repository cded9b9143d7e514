import type { Step } from '../schema/benchmark.ts';
import type { Mismatch } from '../schema/run.ts';

const MOST_DIGITS = 7;
const show = (value: number) => String(Number(value.toPrecision(MOST_DIGITS)));

/**
 * Compares results with the known right answers, step by step.
 * Answers are multiples of `grid`, so a value is right exactly when it is nearer to its answer than half a grid.
 *
 * @returns the first step that is wrong, or null where all are right
 */
export function checkAnswers(
  steps: readonly Step[],
  values: Readonly<Record<string, ArrayLike<number>>>,
  answers: Readonly<Record<string, ArrayLike<number>>>,
  grid: number,
): Mismatch | null {
  for (const { name, operation } of steps) {
    const expected = answers[name];
    const got = values[name];
    if (!expected || !got) continue;
    if (got.length !== expected.length) {
      return { operation, step: name, expected: `${expected.length} numbers`, got: `${got.length} numbers` };
    }
    const wrong = firstWrong(expected, got, grid);
    if (wrong) return { operation, step: name, ...wrong };
  }
  return null;
}

function firstWrong(expected: ArrayLike<number>, got: ArrayLike<number>, grid: number) {
  let first = -1;
  let count = 0;
  for (let i = 0; i < expected.length; i++) {
    // Written so that NaN counts as wrong.
    if (Math.abs((got[i] ?? Number.NaN) - (expected[i] ?? Number.NaN)) < grid / 2) continue;
    if (first < 0) first = i;
    count += 1;
  }
  if (first < 0) return null;
  const of = `index ${first}; ${count} of ${expected.length} wrong`;
  return { expected: show(expected[first] ?? Number.NaN), got: `${show(got[first] ?? Number.NaN)} (${of})` };
}

/** Numbers rounded to the grid, as integers, so that results that count as equal are equal to the bit. */
export function toGrid(values: ArrayLike<number>, grid: number): Float64Array {
  // Adding 0 turns -0 into 0.
  return Float64Array.from(values, (value) => Math.round(value / grid) + 0);
}
