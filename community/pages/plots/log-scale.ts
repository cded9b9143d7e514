/** A logarithmic axis: where a value lies, and the values that are marked on it. */
export interface LogScale {
  /** In units of the drawing. */
  at: (value: number) => number;
  ticks: number[];
}

const STEPS = [1, 2, 5] as const;
const MOST_TICKS = 7;

/** @param width from the place of `low` to that of `high`, both above 0 and not equal */
export function logScale(low: number, high: number, start: number, width: number): LogScale {
  const span = Math.log(high / low);
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of STEPS) {
      const value = Number((step * 10 ** power).toPrecision(1));
      if (value >= low && value <= high) all.push(value);
    }
  }
  const powers = all.filter((value) => Number.isInteger(Number(Math.log10(value).toFixed(9))));
  const few = all.length <= MOST_TICKS ? all : powers;
  const every = Math.ceil(few.length / MOST_TICKS);
  return {
    at: (value) => start + (width * Math.log(value / low)) / span,
    ticks: few.filter((_, i) => i % Math.max(1, every) === 0),
  };
}
