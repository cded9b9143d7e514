import { describe, expect, it } from 'vitest';
import { convolutional } from '../../../../src/reference/models/architecture.ts';
import { magnitudeMasks } from '../../../../src/reference/models/compression/prune.ts';
import { randomNetwork } from '../_networks.ts';

const network = randomNetwork(convolutional(8), 1);

describe('magnitudeMasks', () => {
  it.each([0, 0.3, 0.5, 1])('leaves out the %f of each larger layer that is least', (sparsity) => {
    const masks = magnitudeMasks(network, sparsity);
    for (const [depth, { weight }] of network.layers.slice(1).entries()) {
      const mask = masks[depth + 1] ?? new Uint8Array(0);
      const [kept, cut] = [1, 0].map((bit) => [...weight].filter((_, i) => mask[i] === bit).map(Math.abs));
      expect(cut).toHaveLength(Math.round(sparsity * weight.length));
      expect(Math.max(0, ...(cut ?? []))).toBeLessThanOrEqual(Math.min(1e9, ...(kept ?? [])));
    }
  });

  it('leaves small layers whole', () => {
    expect(magnitudeMasks(network, 0.5)[0]).toBeNull();
  });

  it('cuts the exact share of weights that are all equal', () => {
    const equal = {
      ...network,
      layers: network.layers.map(({ weight, bias }) => ({ weight: weight.map(() => 1), bias })),
    };
    const mask = magnitudeMasks(equal, 0.25)[2];
    expect(mask?.indexOf(1)).toBe(160);
    expect(mask?.slice(160).every((bit) => bit === 1)).toBe(true);
  });
});
