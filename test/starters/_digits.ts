import { seededRandom } from '../../src/analysis/random.ts';
import type { Digits } from '../../src/contracts.ts';

/** Ten drawn patterns and noise on them: easy to learn, and nothing that could be right by chance. */
export function drawDigits(count: number, size: number, seed: number): Digits {
  const pixels = size * size;
  const patterns = seededRandom(1);
  const shapes = Array.from({ length: 10 * pixels }, () => Number(patterns.coin()));
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, () => random.integer(10));
  const images = Float32Array.from({ length: count * pixels }, (_, i) => {
    const shape = shapes[(labels[Math.floor(i / pixels)] ?? 0) * pixels + (i % pixels)] ?? 0;
    // Four pixels of five lie near their pattern's, the fifth anywhere.
    return random.integer(5) === 0 ? random.next() : 0.8 * shape + 0.2 * random.next();
  });
  return { images, labels, count, size };
}

/** Share of the images whose greatest logit is their label's. */
export function accuracy(logits: ArrayLike<number>, { labels, count }: Digits): number {
  const right = Array.from(labels).filter((label, image) => {
    const ten = Array.from({ length: 10 }, (_, c) => logits[image * 10 + c] ?? Number.NaN);
    return ten.indexOf(Math.max(...ten)) === label;
  });
  return right.length / count;
}
