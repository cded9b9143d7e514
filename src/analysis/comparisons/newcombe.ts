import type { Interval } from '../../schema/primitives.ts';
import { wilsonInterval } from './wilson.ts';

/** So many successes out of so many. */
export interface Proportion {
  right: number;
  total: number;
}

/**
 * 95 % interval of the difference of two independent proportions, second less first, from their Wilson intervals
 * (l, u): d - sqrt((p2 - l2)² + (u1 - p1)²) to d + sqrt((u2 - p2)² + (p1 - l1)²). Unlike a bootstrap it has a width
 * where all succeeded. Source: Newcombe, Interval estimation for the difference between independent proportions,
 * Statistics in Medicine 17, 1998, method 10. Null where one of them has nothing to count.
 */
export function differenceInterval(first: Proportion, second: Proportion): Interval {
  const [one, two] = [wilsonInterval(first.right, first.total), wilsonInterval(second.right, second.total)];
  if (!one || !two) return null;
  const [p1, p2] = [first.right / first.total, second.right / second.total];
  const d = p2 - p1;
  return [
    Math.max(-1, d - Math.hypot(p2 - two[0], one[1] - p1)),
    Math.min(1, d + Math.hypot(two[1] - p2, p1 - one[0])),
  ];
}
