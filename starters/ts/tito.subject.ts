/**
 * My capstone: a baseline and an optimised model for digits, measured by `tito benchmark capstone`.
 *
 * tito calls `baseline`, then `optimized` with what `baseline` returned, in a process of their own. Both get the
 * training images; the test images stay with tito until both models are trained. A model has `predict` and
 * `serialize`; `deserialize`, at the end, reads its bytes in a fresh process, and their number is the model's size.
 *
 * Each track compares `optimized` with `baseline`: speed (time of a prediction), compression (bytes), accuracy (on the
 * test images), efficiency (memory and energy). Operations such as `matmul` and `relu`, put beside `capstone`, are what
 * `tito benchmark baseline` measures.
 */
import { defineSubject, type Model, type TrainingOptions } from 'tito';

const HIDDEN = 32;
const CLASSES = 10;
const EPOCHS = 12;
/** Divided by the pixels per side: the more numbers a step moves, the smaller it has to be. */
const LEARNING_RATE = 0.4;

/** y = scale · (x · weight) + bias, with weight (inputs × outputs) row by row. */
interface Layer {
  weight: Float32Array | Int8Array;
  scale: number;
  bias: Float32Array;
}

type Multiply = (layer: Layer, x: Float32Array, count: number) => Float32Array;

/** Pixels → 32 → 10. */
class Mlp implements Model {
  readonly layers: readonly Layer[];
  readonly multiply: Multiply;

  constructor(layers: readonly Layer[]) {
    this.layers = layers;
    this.multiply = layers[0].weight instanceof Int8Array ? multiplyFast : multiplySimply;
  }

  /** For the bits per weight. */
  get parameters() {
    return this.layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  }

  /** Logits, count × 10: the greatest of ten is the answer. */
  predict(images: Float32Array, count: number) {
    const [hidden, output] = this.layers;
    return this.multiply(output, relu(this.multiply(hidden, images, count)), count);
  }

  /** For each layer its sizes and its scale, then its biases and its weights. */
  serialize() {
    const parts = this.layers.flatMap(({ weight, scale, bias }) => {
      return [Float32Array.of(weight.length, bias.length, weight.BYTES_PER_ELEMENT, scale), bias, weight];
    });
    return Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
  }
}

function relu(x: Float32Array) {
  for (let i = 0; i < x.length; i++) x[i] = Math.max(0, x[i]);
  return x;
}

/** One output after the other, as the formula says. */
function multiplySimply({ weight, scale, bias }: Layer, x: Float32Array, count: number) {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float32Array(count * outputs);
  for (let n = 0; n < count; n++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[n * inputs + i] * weight[i * outputs + o];
      y[n * outputs + o] = scale * sum + bias[o];
    }
  }
  return y;
}

/** Four outputs at a time: each input is read once for four products, and their sums stay in registers. */
function multiplyFast({ weight, scale, bias }: Layer, x: Float32Array, count: number) {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float32Array(count * outputs);
  for (let n = 0; n < count; n++) {
    for (let next = 0; next < outputs; next += 4) {
      // The last four may overlap those before: 10 outputs are 0-3, 4-7 and 6-9.
      const o = Math.min(next, outputs - 4);
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < inputs; i++) {
        const value = x[n * inputs + i];
        const at = i * outputs + o;
        a += value * weight[at];
        b += value * weight[at + 1];
        c += value * weight[at + 2];
        d += value * weight[at + 3];
      }
      y.set([a, b, c, d], n * outputs + o);
    }
    for (let o = 0; o < outputs; o++) {
      y[n * outputs + o] = scale * y[n * outputs + o] + bias[o];
    }
  }
  return y;
}

/** Gradient descent on the cross-entropy, one image at a time. */
function trainBaseline({ train, seed, progress }: TrainingOptions) {
  const { images, labels, count, size } = train;
  const random = randomNumbers(seed);
  const newLayer = (inputs: number, outputs: number): Layer => ({
    weight: new Float32Array(inputs * outputs).map(() => (2 * random() - 1) * Math.sqrt(6 / inputs)),
    scale: 1,
    bias: new Float32Array(outputs),
  });
  const [hidden, output] = [newLayer(size * size, HIDDEN), newLayer(HIDDEN, CLASSES)];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = (LEARNING_RATE / size) * (1 - epoch / EPOCHS);
    for (let step = 0; step < count; step++) {
      const n = Math.floor(random() * count);
      const x = images.subarray(n * size * size, (n + 1) * size * size);
      const h = relu(multiplySimply(hidden, x, 1));
      const error = softmax(multiplySimply(output, h, 1));
      error[labels[n]] -= 1;
      const errorOf = (i: number) => error.reduce((sum, e, o) => sum + e * output.weight[i * CLASSES + o], 0);
      const back = h.map((value, i) => (value > 0 ? errorOf(i) : 0));
      descend(output, h, error, rate);
      descend(hidden, x, back, rate);
    }
    progress(epoch + 1, EPOCHS);
  }
  return new Mlp([hidden, output]);
}

function softmax(logits: Float32Array) {
  const greatest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function descend({ weight, bias }: Layer, x: Float32Array, error: Float32Array, rate: number) {
  const step = error.map((e) => rate * e);
  for (let o = 0; o < step.length; o++) bias[o] -= step[o];
  for (let i = 0; i < x.length; i++) {
    for (let o = 0; o < step.length; o++) weight[i * step.length + o] -= x[i] * step[o];
  }
}

/** Numbers from 0 to 1 that follow from the seed (xorshift32: Marsaglia, "Xorshift RNGs", 2003). */
function randomNumbers(seed: number) {
  let state = seed ^ 0x9e3779b9 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * Weights as whole numbers of -127..127 times one scale: 1 byte for each instead of 4. To try next:
 * - prune: set the weights nearest to 0 to 0, and let `serialize` save only the others;
 * - one scale for each column instead of each layer: a little larger, more exact;
 * - fewer hidden units, trained to answer as the baseline does (distillation);
 * - a few more epochs after quantising or pruning, to win back what accuracy was lost.
 */
function quantize({ weight, bias }: Layer): Layer {
  const scale = Math.fround(Math.max(1e-8, ...Array.from(weight, Math.abs)) / 127);
  return { weight: Int8Array.from(weight, (each) => Math.round(each / scale)), scale, bias };
}

export default defineSubject({
  name: 'my capstone',
  capstone: {
    baseline: trainBaseline,
    optimized: ({ baseline }) => {
      if (!(baseline instanceof Mlp)) throw new TypeError('the baseline is another model');
      return new Mlp(baseline.layers.map(quantize));
    },
  },
  deserialize: (bytes) => {
    const memory = new Uint8Array(bytes).buffer;
    const layers: Layer[] = [];
    let at = 0;
    const take = (size: number) => {
      at += size;
      return memory.slice(at - size, at);
    };
    while (at < bytes.length) {
      const [weights, outputs, width, scale] = new Float32Array(take(16));
      const bias = new Float32Array(take(4 * outputs));
      const weight = take(width * weights);
      layers.push({ weight: width === 1 ? new Int8Array(weight) : new Float32Array(weight), scale, bias });
    }
    return new Mlp(layers);
  },
});
