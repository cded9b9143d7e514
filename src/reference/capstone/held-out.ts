import type { Digits } from '../../contracts.ts';

/** One of so many images of each class is held out. */
const EVERY = 5;

function choose({ images, labels, size }: Digits, chosen: readonly number[]): Digits {
  const pixels = size ** 2;
  const picked = new Float32Array(chosen.length * pixels);
  for (const [to, from] of chosen.entries()) {
    picked.set(images.subarray(from * pixels, (from + 1) * pixels), to * pixels);
  }
  return {
    images: picked,
    labels: Uint8Array.from(chosen, (i) => labels[i] ?? 0),
    count: chosen.length,
    size,
  };
}

/**
 * Training data in two parts: four fifths to fit weights to, and every fifth image of each class to choose between models
 * by. It follows from the data alone, so that what one model held out another hasn't learnt either.
 *
 * @throws RangeError where no class has five images
 */
export function holdOut(data: Digits): { fitting: Digits; held_out: Digits } {
  const seen = new Map<number, number>();
  const [fitting, heldOut]: [number[], number[]] = [[], []];
  for (const [i, label] of data.labels.entries()) {
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    (before % EVERY === EVERY - 1 ? heldOut : fitting).push(i);
  }
  if (heldOut.length === 0) throw new RangeError(`${data.count} images are too few to hold some out.`);
  return { fitting: choose(data, fitting), held_out: choose(data, heldOut) };
}
