import type { ConvolutionShape, LayerWeights } from '../architecture.ts';
import { fillWithBias, sumColumns } from './bias.ts';
import { addProduct, matrix, transposed } from './gemm.ts';
import { gatherPatches, scatterPatches } from './patches.ts';
import { reluPool, unpool } from './pooling.ts';
import type { Stage } from './stage.ts';

/** Convolution, relu and 2 × 2 max pooling, as products of matrices over patches. */
export function convolutionStage(
  shape: ConvolutionShape,
  { weight, bias }: LayerWeights,
  batch: number,
  isFirst: boolean,
): Stage {
  const { side, channels, rows, columns } = shape;
  const pixels = side * side;
  const pooledLength = Math.floor(side / 2) ** 2 * columns;
  const patches = new Float32Array(batch * pixels * rows);
  const outputs = new Float32Array(batch * pixels * columns);
  const outputGradient = new Float32Array(outputs.length);
  const pooled = new Float32Array(batch * pooledLength);
  const winners = new Int32Array(pooled.length);
  const patchGradient = new Float32Array(isFirst ? 0 : patches.length);
  const inputGradient = new Float32Array(isFirst ? 0 : batch * pixels * channels);
  const gradients = { weight: new Float32Array(weight.length), bias: new Float32Array(columns) };

  return {
    gradients,
    forward: (input, count) => {
      gatherPatches(shape, input, count, patches);
      fillWithBias(outputs, count * pixels, bias);
      addProduct(count * pixels, columns, rows, matrix(patches, rows), matrix(weight, columns), outputs);
      reluPool(outputs, count, side, columns, pooled, winners);
      return pooled;
    },
    backward: (pooledGradient, count) => {
      unpool(pooledGradient, winners, count * pooledLength, outputGradient);
      gradients.weight.fill(0);
      const values = matrix(outputGradient, columns);
      addProduct(rows, columns, count * pixels, transposed(patches, rows), values, gradients.weight);
      sumColumns(outputGradient, count * pixels, gradients.bias);
      if (isFirst) return inputGradient;
      patchGradient.fill(0);
      inputGradient.fill(0);
      addProduct(count * pixels, rows, columns, values, transposed(weight, columns), patchGradient);
      scatterPatches(shape, patchGradient, count, inputGradient);
      return inputGradient;
    },
  };
}
