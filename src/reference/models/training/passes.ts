import { CLASSES, type LayerWeights, layerShapes, type Network } from '../architecture.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { stageOf } from './stage.ts';

/** The way through a network and back, with buffers for minibatches of up to a certain size. */
export interface Passes {
  /** Images (count, size²) -> logits (count, classes), overwritten by the next call. */
  forward: (images: Float32Array, count: number) => Float32Array;
  /**
   * Backpropagation (Rumelhart, Hinton & Williams, Nature 323, 1986) of the mean loss of the last `forward`.
   * @returns the loss; its gradients by all weights are then in `gradients`
   */
  backward: (labels: Uint8Array) => number;
  gradients: readonly LayerWeights[];
}

export function passesOf({ architecture, layers }: Network, batch: number): Passes {
  const stages = layerShapes(architecture).map((shape, depth) => {
    const weights = layers[depth];
    if (!weights) throw new RangeError(`Layer ${depth} has no weights.`);
    return stageOf(shape, weights, batch, depth === 0);
  });
  const lossGradient = new Float32Array(batch * CLASSES);
  let logits: Float32Array = new Float32Array(0);

  return {
    gradients: stages.map((stage) => stage.gradients),
    forward: (images, count) => {
      logits = stages.reduce<Float32Array>((values, stage) => stage.forward(values, count), images);
      return logits;
    },
    backward: (labels) => {
      const loss = softmaxCrossEntropy(logits, labels, CLASSES, lossGradient);
      stages.reduceRight<Float32Array>(
        (gradient, stage) => stage.backward(gradient, labels.length),
        lossGradient,
      );
      return loss;
    },
  };
}
