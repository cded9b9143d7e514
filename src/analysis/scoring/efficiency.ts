/** One successful sample. */
export interface Effort {
  tokens: number;
  seconds: number;
  /** 0 to 1; null where the answer could not be graded. */
  quality: number | null;
}

/** The definition in words, for reports. */
export const EFFICIENCY_FORMULA =
  'efficiency_score = 1000 · (Σ quality of successful samples / finished samples) / geometric mean over successful ' +
  'samples of √(tokens × seconds); tokens: input and output; seconds: tools and the successful attempt; unit: ' +
  'quality-weighted successes per 1,000 √(token·second)';

/** A count of 0 tokens or a time below the clock's resolution has no logarithm. */
const FEWEST_TOKENS = 1;
const SHORTEST_S = 1e-6;

export const logTokens = (tokens: number): number => Math.log(Math.max(FEWEST_TOKENS, tokens));
export const logSeconds = (seconds: number): number => Math.log(Math.max(SHORTEST_S, seconds));

/** ln √(tokens × seconds): what one answer cost, tokens and time counting the same. */
export const logCost = (logOfTokens: number, logOfSeconds: number): number =>
  (logOfTokens + logOfSeconds) / 2;

/**
 * Quality-weighted success per 1,000 tokens-and-seconds:
 *
 *     E = 1000 · (Σ q_i / n) / exp(mean of ln √(t_i s_i))
 *
 * q_i is the quality of a successful sample, n counts all finished ones (a failure is a quality of 0), t_i are its
 * tokens and s_i its seconds. Why so: it rises with quality and with success, falls with tokens and with time, each by
 * itself; the square root makes halving both tokens and time double it, and gives both the same weight whatever the
 * units are (seconds instead of minutes only rescales all scores); the geometric mean, the natural one of ratios,
 * keeps one stalled answer from deciding the score. Its logarithm is a sum, so a change of the score is the change of
 * the quality less half the changes of tokens and of time. Our own definition; there is no standard one.
 *
 * @param finished samples with an end, failed ones included
 * @returns null without a successful sample, or where one of them could not be graded
 */
export function efficiencyScore(successes: readonly Effort[], finished: number): number | null {
  if (successes.length === 0) return null;
  let [quality, cost] = [0, 0];
  for (const each of successes) {
    if (each.quality === null) return null;
    quality += each.quality;
    cost += logCost(logTokens(each.tokens), logSeconds(each.seconds));
  }
  return (1000 * (quality / finished)) / Math.exp(cost / successes.length);
}
