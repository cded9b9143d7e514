/** A logarithmic axis: where a value lies, and the values that are marked on it. */
export interface LogScale {
  /** In units of the drawing. */
  at: (value: number) => number;
  ticks: number[];
}

/** Marks of a decade, from few to many. */
const STEPS = [
  [1],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
];
const [FEWEST, MOST] = [3, 6] as const;

/** @param width from the place of `low` to that of `high`, both above 0 and not equal */
export function logScale(low: number, high: number, start: number, width: number): LogScale {
  const span = Math.log(high / low);
  const choices = STEPS.map((steps) => marksBetween(low, high, steps));
  const ticks = choices.find(({ length }) => length >= FEWEST) ?? choices.at(-1) ?? [];
  const every = Math.ceil(ticks.length / MOST);
  return {
    at: (value) => start + (width * Math.log(value / low)) / span,
    ticks: ticks.filter((_, i) => i % every === 0),
  };
}

function marksBetween(low: number, high: number, steps: readonly number[]): number[] {
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(2));
      if (value >= low && value <= high) marks.push(value);
    }
  }
  return marks;
}
