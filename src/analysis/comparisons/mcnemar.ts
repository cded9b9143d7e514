import type { Interval } from '../../schema/primitives.ts';
import { fairCoinsCdf } from './sign-test.ts';

/** The standard normal quantile of 0.975. */
const Z = 1.959963984540054;

/**
 * Exact two-sided p value of "both models are right equally often", from the cases that only one of them gets right:
 * p = min(1, 2 P[X <= min(b, c)]), X binomial(b + c, 1/2). 1 where there is no such case.
 * Source: McNemar, Note on the sampling error of the difference between correlated proportions or percentages,
 * Psychometrika 12, 1947; exact form: Conover, Practical Nonparametric Statistics, 3rd ed. 1999, section 3.5.
 */
export function mcNemar(onlyFirst: number, onlySecond: number): number {
  const tail = fairCoinsCdf(onlyFirst + onlySecond)[Math.min(onlyFirst, onlySecond)] ?? 1;
  return Math.min(1, 2 * tail);
}

/**
 * 95 % interval of the difference of two proportions over the same cases, the first less the second: Wald's, after
 * half a case was added to each of the four cells, which holds its level for small counts as well. With b and c the
 * cases that only the first, or only the second, has right, and n + 2 cases in all:
 * d ± z sqrt((b + c + 1) - (b - c)² / (n + 2)) / (n + 2), d = (b - c) / (n + 2), widened to hold (b - c) / n.
 * Source: Agresti & Min, Simple improved confidence intervals for comparing matched proportions, Statistics in
 * Medicine 24, 2005. Null without cases.
 */
export function matchedDifferenceInterval(onlyFirst: number, onlySecond: number, total: number): Interval {
  if (total === 0) return null;
  const n = total + 2;
  const excess = onlyFirst - onlySecond;
  const reach = (Z * Math.sqrt(onlyFirst + onlySecond + 1 - excess ** 2 / n)) / n;
  const point = excess / total;
  return [
    Math.max(-1, Math.min(point, excess / n - reach)),
    Math.min(1, Math.max(point, excess / n + reach)),
  ];
}
