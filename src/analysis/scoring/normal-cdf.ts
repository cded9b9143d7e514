/**
 * P[Z <= x] of the standard normal distribution, absolute error below 1e-14:
 * 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + x^7/(3*5*7) + ...), summed until a term changes nothing.
 * Source: Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11(4), 2004.
 */
export function normalCdf(x: number): number {
  // Beyond 8.3 the smaller tail is below the spacing of floating-point numbers around 1.
  if (Math.abs(x) > 8.3) return x > 0 ? 1 : 0;
  let [sum, previous, term] = [x, 0, x];
  for (let k = 3; sum !== previous; k += 2) {
    previous = sum;
    term *= (x * x) / k;
    sum += term;
  }
  const probability = 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return Math.min(1, Math.max(0, probability));
}
