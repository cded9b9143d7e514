import type { Network } from '../architecture.ts';
import type { Masks } from '../training/masks.ts';

/** Layers with fewer weights are left whole: there is little to gain in them. */
const SMALLEST = 256;

/**
 * Masks of the weights that stay: in each larger layer, all but the `sparsity` share of least magnitude (Han, Pool, Tran &
 * Dally, "Learning both weights and connections for efficient neural networks", NeurIPS 2015). Of equal weights, the ones
 * in front go first.
 *
 * @param sparsity share of weights to leave out, 0 to 1
 */
export function magnitudeMasks({ layers }: Network, sparsity: number): Masks {
  return layers.map(({ weight }) => {
    if (weight.length < SMALLEST) return null;
    const magnitude = (i: number) => Math.abs(weight[i] as number);
    const order = Uint32Array.from(weight, (_, i) => i).sort((a, b) => magnitude(a) - magnitude(b) || a - b);
    const mask = new Uint8Array(weight.length).fill(1);
    for (const i of order.subarray(0, Math.round(sparsity * weight.length))) mask[i] = 0;
    return mask;
  });
}
