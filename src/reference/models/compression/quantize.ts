import type { LayerWeights } from '../architecture.ts';

/** Greatest magnitude of a quantised weight; -128 stays unused, so that the range is symmetric. */
const LEVELS = 127;

/** A layer whose weights are `scales[column] * weight[row, column]`. */
export interface QuantizedLayer {
  weight: Int8Array;
  /** One per output channel. */
  scales: Float32Array;
  bias: Float32Array;
}

/**
 * Symmetric int8 quantisation with a scale per output channel, max |w| / 127 (Jacob et al., "Quantization and training of
 * neural networks for efficient integer-arithmetic-only inference", CVPR 2018; Krishnamoorthi, arXiv:1806.08342, 2018,
 * §2.2 and §3.1). No weight moves by more than half a scale; zero stays zero. Biases stay float32.
 */
export function quantize({ weight, bias }: LayerWeights): QuantizedLayer {
  const columns = bias.length;
  const scales = new Float32Array(columns);
  for (let i = 0; i < weight.length; i++) {
    const column = i % columns;
    scales[column] = Math.max(scales[column] as number, Math.abs(weight[i] as number) / LEVELS);
  }
  const levels = Int8Array.from(weight, (value, i) => {
    const scale = scales[i % columns] as number;
    const level = scale === 0 ? 0 : Math.round(value / scale);
    // A scale that was rounded down to float32 may put the greatest weight a hair above the last level.
    return Math.min(LEVELS, Math.max(-LEVELS, level));
  });
  return { weight: levels, scales, bias: bias.slice() };
}

/** The float32 weights that a quantised layer stands for. */
export function dequantize({ weight, scales, bias }: QuantizedLayer): LayerWeights {
  return {
    weight: Float32Array.from(weight, (level, i) => level * (scales[i % scales.length] as number)),
    bias: bias.slice(),
  };
}
