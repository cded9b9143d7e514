const DECAY_1 = 0.9;
const DECAY_2 = 0.999;
const EPSILON = 1e-8;

/** Moves the parameters one step against the gradient. */
export type Optimizer = (gradient: Float32Array, learningRate: number) => void;

/** Adam with bias correction and its usual constants (Kingma & Ba, "Adam", ICLR 2015, algorithm 1). */
export function adam(parameters: Float32Array): Optimizer {
  const mean = new Float32Array(parameters.length);
  const square = new Float32Array(parameters.length);
  // Powers of the decay, by multiplication: Math.pow may differ between engines in the last bit.
  let [power1, power2] = [1, 1];
  return (gradient, learningRate) => {
    power1 *= DECAY_1;
    power2 *= DECAY_2;
    const rate = (learningRate * Math.sqrt(1 - power2)) / (1 - power1);
    step(parameters, gradient, mean, square, rate);
  };
}

function step(
  parameters: Float32Array,
  gradient: Float32Array,
  mean: Float32Array,
  square: Float32Array,
  rate: number,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const slope = gradient[i] as number;
    const m = DECAY_1 * (mean[i] as number) + (1 - DECAY_1) * slope;
    const v = DECAY_2 * (square[i] as number) + (1 - DECAY_2) * slope * slope;
    mean[i] = m;
    square[i] = v;
    parameters[i] = (parameters[i] as number) - (rate * m) / (Math.sqrt(v) + EPSILON);
  }
}
