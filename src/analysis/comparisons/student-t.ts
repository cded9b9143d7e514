/**
 * P[|T| <= t] of Student's t with a whole number of degrees of freedom, where theta = arctan(t / sqrt(df)).
 * Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 (odd) and 26.7.4 (even).
 */
function centralProbability(theta: number, df: number): number {
  const isOdd = df % 2 === 1;
  const squaredCos = Math.cos(theta) ** 2;
  let term = isOdd ? Math.cos(theta) : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < df; k += 2) {
    term *= ((k - 1) / k) * squaredCos;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

/**
 * The t for which P[|T| <= t] is `level`: 2.776 for 4 degrees of freedom and 95 %. Found by bisection of theta, which
 * is bounded where t is not.
 *
 * @throws RangeError unless df is a positive integer and level lies between 0 and 1
 */
export function studentCritical(df: number, level = 0.95): number {
  if (!Number.isInteger(df) || df < 1)
    throw new RangeError(`Student's t needs a positive integer df, not ${df}.`);
  if (!(level > 0 && level < 1)) throw new RangeError(`A level lies between 0 and 1; this is ${level}.`);
  let [low, high] = [0, Math.PI / 2];
  // 60 halvings of the first interval end below the spacing of floating-point numbers.
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, df) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(df) * Math.tan((low + high) / 2);
}
