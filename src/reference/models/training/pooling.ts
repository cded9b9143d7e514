/** Marks an output of `reluPool` that no input was positive for. */
const NONE = -1;

function poolRow(
  values: Float32Array,
  top: number,
  width: number,
  channels: number,
  pooled: Float32Array,
  winners: Int32Array,
  at: number,
  half: number,
): void {
  for (let i = 0; i < half * channels; i++) {
    const first = top + 2 * channels * Math.floor(i / channels) + (i % channels);
    let winner = NONE;
    let greatest = 0;
    for (let corner = 0; corner < 4; corner++) {
      const from = first + (corner >> 1) * width * channels + (corner & 1) * channels;
      const value = values[from] as number;
      if (value > greatest) {
        greatest = value;
        winner = from;
      }
    }
    pooled[at + i] = greatest;
    winners[at + i] = winner;
  }
}

/**
 * max(0, ·) and then the greatest of each 2 × 2 square: (count, side, side, channels) -> (count, ⌊side / 2⌋, ⌊side / 2⌋,
 * channels). `winners` gets the index of the input that each output is, for `unpool`.
 */
export function reluPool(
  values: Float32Array,
  count: number,
  side: number,
  channels: number,
  pooled: Float32Array,
  winners: Int32Array,
): void {
  const half = Math.floor(side / 2);
  for (let image = 0; image < count; image++) {
    for (let y = 0; y < half; y++) {
      const top = (image * side + 2 * y) * side * channels;
      poolRow(values, top, side, channels, pooled, winners, (image * half + y) * half * channels, half);
    }
  }
}

/** The gradient of `reluPool`: what an output's gradient is goes to its winner, and all others get zero. */
export function unpool(
  pooledGradient: Float32Array,
  winners: Int32Array,
  outputs: number,
  gradient: Float32Array,
): void {
  gradient.fill(0);
  for (let i = 0; i < outputs; i++) {
    const winner = winners[i] as number;
    if (winner !== NONE) gradient[winner] = pooledGradient[i] as number;
  }
}
