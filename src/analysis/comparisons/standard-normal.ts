/** From here on the continued fraction converges faster than the series. */
const FAR = 3;
/** Terms that bring either to the precision of floating-point numbers. */
const TERMS = 120;
/** 100 halvings of 0..40 end below the spacing of floating-point numbers. */
const HALVINGS = 100;
const WIDEST = 40;

/** The density at z. */
export const normalDensity = (z: number): number => Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);

/**
 * P[Z > z] of a standard normal variable, to about 14 digits even where it is tiny: 1/2 less the density times
 * z + z³/3 + z⁵/(3 5) + ... near 0, the density over z + 1/(z + 2/(z + 3/...)) far out.
 * Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 1964, 26.2.11 and 26.2.14.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z >= FAR) {
    let fraction = z;
    for (let k = TERMS; k >= 1; k--) fraction = z + k / fraction;
    return normalDensity(z) / fraction;
  }
  let [term, sum] = [z, z];
  for (let k = 1; k < TERMS; k++) {
    term *= z ** 2 / (2 * k + 1);
    sum += term;
  }
  return 0.5 - normalDensity(z) * sum;
}

/**
 * The z that is exceeded with probability `tail`: 1.96 for 0.025. By bisection.
 * @throws RangeError unless 0 < tail < 1
 */
export function normalCritical(tail: number): number {
  if (!(tail > 0 && tail < 1)) throw new RangeError(`A probability lies between 0 and 1; this is ${tail}.`);
  if (tail > 0.5) return -normalCritical(1 - tail);
  let [low, high] = [0, WIDEST];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
