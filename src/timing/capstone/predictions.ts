/** Logits of one image. */
export const CLASSES = 10;

/** Two logits this near to each other, in relation to all ten, are a tie that the last bits of the input may decide. */
const TIE = 0.05;

/** Index of the greatest of ten numbers, the first of equals; NaN is never the greatest. */
function classOf(logits: ArrayLike<number>, from: number): number {
  let best = 0;
  for (let i = 1; i < CLASSES; i++) {
    if ((logits[from + i] ?? Number.NaN) > (logits[from + best] ?? Number.NaN)) best = i;
  }
  return best;
}

/** The answers to images as a string of one digit each. @param logits count × 10, all finite */
export function classesOf(logits: ArrayLike<number>): string {
  let digits = '';
  for (let from = 0; from < logits.length; from += CLASSES) digits += classOf(logits, from);
  return digits;
}

/**
 * Whether a second prediction of an image is another answer than the first one: another class, although the first
 * prediction told the two classes apart by more than 5 % of the range of its logits. NaN is another answer.
 *
 * @param first ten finite logits, from `firstAt` on
 * @param second ten logits, from `secondAt` on
 */
export function isChanged(
  first: ArrayLike<number>,
  firstAt: number,
  second: ArrayLike<number>,
  secondAt: number,
): boolean {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < CLASSES; i++) {
    const logit = first[firstAt + i] ?? Number.NaN;
    if (logit < least) least = logit;
    if (logit > greatest) greatest = logit;
    if (Number.isNaN(second[secondAt + i] ?? Number.NaN)) return true;
  }
  const now = classOf(second, secondAt);
  return greatest - (first[firstAt + now] ?? Number.NaN) > TIE * (greatest - least);
}

/**
 * How many answers differ between two passes over the same images (see `isChanged`).
 * @param first count × 10 finite logits; @param second as many
 * @throws RangeError where there are not equally many
 */
export function countChanged(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length) {
    throw new RangeError(`${second.length} logits can't be compared with ${first.length}`);
  }
  let changed = 0;
  for (let at = 0; at < first.length; at += CLASSES) if (isChanged(first, at, second, at)) changed += 1;
  return changed;
}
