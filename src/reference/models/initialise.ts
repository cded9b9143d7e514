import type { Random } from '../../analysis/random.ts';
import { type Architecture, layerShapes, type Network } from './architecture.ts';

/**
 * Weights uniform within ±√(6 / inputs), which keeps the variance through relu layers (He, Zhang, Ren & Sun, "Delving
 * deep into rectifiers", ICCV 2015, eq. 10), and biases of zero.
 */
export function initialise(architecture: Architecture, random: Random): Network {
  const layers = layerShapes(architecture).map(({ rows, columns }) => {
    const limit = Math.sqrt(6 / rows);
    return {
      weight: Float32Array.from({ length: rows * columns }, () => (2 * random.next() - 1) * limit),
      bias: new Float32Array(columns),
    };
  });
  return { architecture, layers };
}
