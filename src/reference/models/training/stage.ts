import type { LayerShape, LayerWeights } from '../architecture.ts';
import { convolutionStage } from './convolution-stage.ts';
import { denseStage } from './dense-stage.ts';

/** One layer with its buffers for a minibatch. What `forward` and `backward` return is overwritten by the next call. */
export interface Stage {
  /** Of the loss, by the last `backward`. */
  gradients: LayerWeights;
  /** (count, inputs) -> (count, outputs). Keeps what `backward` needs. */
  forward: (input: Float32Array, count: number) => Float32Array;
  /**
   * @param outputGradient of the loss, (count, outputs); it may be changed
   * @returns gradient of the loss by the input of `forward`; empty for the first layer, whose input is data
   */
  backward: (outputGradient: Float32Array, count: number) => Float32Array;
}

export const stageOf = (shape: LayerShape, weights: LayerWeights, batch: number, isFirst: boolean): Stage =>
  shape.kind === 'convolution'
    ? convolutionStage(shape, weights, batch, isFirst)
    : denseStage(shape, weights, batch, isFirst);
