import { LEAST_GROUP } from './store.ts';

/**
 * What may be told of groups of people. A group below `LEAST_GROUP` is not shown (k-anonymity with k = 5: Sweeney,
 * "k-anonymity: a model for protecting privacy", Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10(5),
 * 2002). Where a hidden cell would follow from the total and the cells beside it, another one is hidden with it
 * (complementary suppression: Hundepool et al., "Statistical Disclosure Control", Wiley 2012, ch. 4). And as the rule
 * is public, what it tells by itself is taken into account as well (Kerckhoffs's principle).
 */

/** A count that may be told: null where it is above zero and below the least group. */
export const visible = (count: number): number | null => (isSmall(count) ? null : count);

const isSmall = (count: number): boolean => count > 0 && count < LEAST_GROUP;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * The cells of a breakdown whose total is known: null where a cell is hidden.
 * Hidden are the small cells and, where there is only one or they are fewer than the least group together, the smallest
 * of the others. Where even then the rule lets only one value be, or more than two are hidden, all of them are.
 *
 * @param cells counts of people, each of whom is in exactly one cell
 */
export function suppress(cells: readonly number[]): (number | null)[] {
  const nothing = cells.map(() => null);
  if (isSmall(sum(cells))) return nothing;
  const hidden = toHide(cells);
  if (hidden.length === 0) return [...cells];
  const isEnough = hidden.length === 2 && isAmbiguous(cells, hidden);
  return isEnough ? cells.map((cell, i) => (hidden.includes(i) ? null : cell)) : nothing;
}

/** Which cells are small, and which are hidden with them, in order. */
function toHide(cells: readonly number[]): number[] {
  const hidden = [...cells.keys()].filter((i) => isSmall(cells[i] ?? 0));
  if (hidden.length === 0) return [];
  const others = [...cells.keys()]
    .filter((i) => !isSmall(cells[i] ?? 0) && cells[i] !== 0)
    .sort((a, b) => (cells[a] ?? 0) - (cells[b] ?? 0) || a - b);
  for (const next of others) {
    if (hidden.length > 1 && sum(hidden.map((i) => cells[i] ?? 0)) >= LEAST_GROUP) break;
    hidden.push(next);
  }
  return hidden.sort((a, b) => a - b);
}

/**
 * Whether each of two hidden cells could be something else although one knows the rule and all that is shown. One of
 * them is small, so there are few possibilities. It depends on nothing but what is shown: else it would tell something.
 */
function isAmbiguous(cells: readonly number[], [first = 0, second = 0]: readonly number[]): boolean {
  const together = (cells[first] ?? 0) + (cells[second] ?? 0);
  const small = Array.from({ length: LEAST_GROUP - 1 }, (_, i) => i + 1);
  const possible = [...new Set([...small, ...small.map((count) => together - count)])].filter((count) => {
    if (count < 1 || count >= together) return false;
    const hidden = toHide(cells.with(first, count).with(second, together - count));
    return hidden.length === 2 && hidden[0] === first && hidden[1] === second;
  });
  return possible.length > 1;
}

/**
 * Members by country. Countries below the least group are one, together with those who name none; where these are
 * still too few, the smallest of the countries that are left joins them. So the total gives nothing away.
 *
 * @param counts of each country that has members
 * @param total of all members, those without a country included
 */
export function byCountry(
  counts: readonly { key: string; members: number }[],
  total: number,
): { shown: { country_code: string; members: number }[]; other: number } {
  const shown = counts
    .filter(({ members }) => members >= LEAST_GROUP)
    .map(({ key, members }) => ({ country_code: key, members }))
    .sort((a, b) => b.members - a.members || (a.country_code < b.country_code ? -1 : 1));
  const other = () => total - sum(shown.map(({ members }) => members));
  while (isSmall(other()) && shown.length > 0) shown.pop();
  return { shown, other: other() };
}
