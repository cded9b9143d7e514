/** Digits that a derived figure is given with: more than any of them is sure of. Raw samples are not rounded. */
const DIGITS = 6;

/** A figure, or the bounds of an interval, to six significant digits; null stays null. */
export function round<T extends number | readonly [number, number] | null>(value: T): T {
  if (value === null) return value;
  const one = (x: number) => Number(x.toPrecision(DIGITS));
  return (typeof value === 'number' ? one(value) : [one(value[0]), one(value[1])]) as T;
}
