import { add } from './arithmetic.ts';
import { matmul } from './matmul.ts';
import { nameOf, type Tensor } from './tensor.ts';

export interface Layer {
  /** (in, out) */
  weight: Tensor;
  /** (out) */
  bias: Tensor;
}

/**
 * (batch, in) x weight (in, out) + bias (out) -> (batch, out)
 * @throws RangeError where the shapes don't fit
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  if (bias.shape.length !== 1 || bias.shape[0] !== weight.shape[1]) {
    throw new RangeError(
      `A bias of shape ${nameOf(bias.shape)} doesn't fit a weight ${nameOf(weight.shape)}.`,
    );
  }
  return add(matmul(x, weight), bias);
}

/** max(0, x) elementwise; NaN stays NaN. */
export function relu(x: Tensor): Tensor {
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, x.data[i] as number);
  return { data, shape: x.shape };
}

/**
 * A multi-layer perceptron: linear layers with relu between them and none after the last.
 * @throws RangeError where there is no layer or the shapes don't fit
 */
export function forward(x: Tensor, layers: readonly Layer[]): Tensor {
  if (layers.length === 0) throw new RangeError('An MLP has at least one layer.');
  return layers.reduce((input, { weight, bias }, depth) => {
    return linear(depth === 0 ? input : relu(input), weight, bias);
  }, x);
}
