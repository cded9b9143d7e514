import type { DenseShape, LayerWeights } from '../architecture.ts';
import { fillWithBias, sumColumns } from './bias.ts';
import { addProduct, matrix, transposed } from './gemm.ts';
import type { Stage } from './stage.ts';

/** y = relu(x W + b), without relu in the last layer (Goodfellow, Bengio & Courville, Deep Learning, 2016, §6.5). */
export function denseStage(
  { rows, columns, hasRelu }: DenseShape,
  { weight, bias }: LayerWeights,
  batch: number,
  isFirst: boolean,
): Stage {
  const outputs = new Float32Array(batch * columns);
  const inputGradient = new Float32Array(isFirst ? 0 : batch * rows);
  const gradients = { weight: new Float32Array(weight.length), bias: new Float32Array(columns) };
  let input: Float32Array = new Float32Array(0);

  return {
    gradients,
    forward: (given, count) => {
      input = given;
      fillWithBias(outputs, count, bias);
      addProduct(count, columns, rows, matrix(input, rows), matrix(weight, columns), outputs);
      if (hasRelu) relu(outputs);
      return outputs;
    },
    backward: (outputGradient, count) => {
      if (hasRelu) closeRelu(outputGradient, outputs);
      gradients.weight.fill(0);
      addProduct(
        rows,
        columns,
        count,
        transposed(input, rows),
        matrix(outputGradient, columns),
        gradients.weight,
      );
      sumColumns(outputGradient, count, gradients.bias);
      if (isFirst) return inputGradient;
      inputGradient.fill(0);
      addProduct(
        count,
        rows,
        columns,
        matrix(outputGradient, columns),
        transposed(weight, columns),
        inputGradient,
      );
      return inputGradient;
    },
  };
}

function relu(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.max(0, values[i] as number);
}

/** Where relu gave zero, nothing flows back. */
function closeRelu(gradient: Float32Array, outputs: Float32Array): void {
  for (let i = 0; i < outputs.length; i++) {
    if (outputs[i] === 0) gradient[i] = 0;
  }
}
