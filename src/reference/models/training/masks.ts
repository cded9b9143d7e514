import type { Network } from '../architecture.ts';

/** Per layer, 1 where a weight lives and 0 where it stays zero; null for a layer that is whole. */
export type Masks = readonly (Uint8Array | null)[];

/** Sets to zero what the masks say. */
export function applyMasks({ layers }: Network, masks: Masks): void {
  for (const [depth, { weight }] of layers.entries()) {
    const mask = masks[depth];
    if (!mask) continue;
    for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] as number) * (mask[i] as number);
  }
}
