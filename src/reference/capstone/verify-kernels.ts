import type { Digits } from '../../contracts.ts';
import type { Network } from '../models/architecture.ts';
import { fastPredict } from '../models/fast/predict.ts';
import { plainPredict } from '../models/plain.ts';

const IMAGES = 32;
/**
 * Largest difference, as a share of the greatest logit. Both sum in float64, but the plain one rounds each layer's values
 * to float32, by 2^-24 of each; a wrong kernel is wrong by much more.
 */
const TOLERANCE = 2 ** -18;

/**
 * Compares the logits of the fast kernels with those of the definitions, for the same weights and images.
 * @throws Error where they differ by more than rounding
 */
export function verifyKernels(
  network: Network,
  { images, count, size }: Omit<Digits, 'labels'>,
  fast = fastPredict(network),
): void {
  const some = Math.min(count, IMAGES);
  const batch = images.subarray(0, some * size ** 2);
  const [expected, got] = [plainPredict(network)(batch, some), fast(batch, some)];
  const limit = TOLERANCE * expected.reduce((most, logit) => Math.max(most, Math.abs(logit)), 0);
  for (const [i, logit] of expected.entries()) {
    const difference = Math.abs(logit - (got[i] ?? Number.NaN));
    if (!(difference <= limit)) {
      throw new Error(`The fast kernels are wrong: logit ${i} is ${got[i]} instead of ${logit}.`);
    }
  }
}
