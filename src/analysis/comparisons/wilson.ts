import type { Interval } from '../../schema/primitives.ts';

/** The standard normal quantile of 0.975. */
const Z = 1.959963984540054;

/**
 * 95 % score interval of a proportion, `right` out of `total`:
 * (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Unlike p ± z sqrt(p(1-p)/n) it stays within 0..1 and has a
 * width at 0 and at 1. Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22,
 * 1927. Null where there is nothing to count.
 *
 * @throws RangeError unless 0 <= right <= total, both whole numbers
 */
export function wilsonInterval(right: number, total: number): Interval {
  if (!(Number.isInteger(right) && Number.isInteger(total) && right >= 0 && right <= total)) {
    throw new RangeError(`${right} of ${total} is no proportion.`);
  }
  if (total === 0) return null;
  const share = right / total;
  const squared = (Z * Z) / total;
  const centre = share + squared / 2;
  const reach = Math.sqrt(squared * (share * (1 - share) + squared / 4));
  const low = right === 0 ? 0 : (centre - reach) / (1 + squared);
  const high = right === total ? 1 : (centre + reach) / (1 + squared);
  return [low, high];
}
