import { coinSumCdf, doubledRanks } from './signed-ranks.ts';
import { normalTail } from './standard-normal.ts';

/** Up to here all 2^n outcomes are counted. */
export const MOST_EXACT = 50;

/**
 * Two-sided p value of Wilcoxon's signed-rank test of "symmetric around 0": exact for up to 50 values, ties and zeros
 * included, beyond that by the normal approximation with a continuity correction. Zeros are ranked and then left out,
 * so that a value that comes to be 0 never makes an effect more significant. 1 where all are 0; null without values.
 * Sources: Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945; Pratt, Remarks on zeros
 * and ties in the Wilcoxon signed rank procedures, JASA 54, 1959. With a fair coin per pair for who goes first, the
 * differences of two equal commands are symmetric whatever the noise.
 *
 * @throws RangeError where a value is not finite
 */
export function signedRankTest(values: readonly number[]): number | null {
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new RangeError(`A difference is ${bad}; only finite numbers have ranks.`);
  if (values.length === 0) return null;
  const signed = doubledRanks(values).filter(({ value }) => value !== 0);
  const ranks = signed.map(({ doubledRank }) => doubledRank);
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const above = signed.reduce((sum, { value, doubledRank }) => sum + (value > 0 ? doubledRank : 0), 0);
  const smaller = Math.min(above, total - above);
  if (total === 0) return 1;
  if (signed.length <= MOST_EXACT) return Math.min(1, 2 * (coinSumCdf(ranks)[smaller] ?? 1));
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank ** 2, 0)) / 2;
  // Doubled ranks go up in twos.
  return Math.min(1, 2 * normalTail(Math.max(0, (total / 2 - smaller - 1) / deviation)));
}
