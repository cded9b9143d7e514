import type { SampleGroups } from '../../contracts.ts';

/**
 * All samples of all isolates in one new array, in ascending order.
 * @throws RangeError where a sample is not finite: no statistic of it would mean anything
 */
export const pool = ({ groups }: SampleGroups): number[] => sortedCopy(groups.flat());

/**
 * The samples in a new array, in ascending order.
 * @throws RangeError as `pool`
 */
export function sortedCopy(samples: readonly number[]): number[] {
  const bad = samples.find((sample) => !Number.isFinite(sample));
  if (bad !== undefined) throw new RangeError(`A sample is ${bad}; only finite numbers can be summarised.`);
  // A typed array sorts numbers several times faster than an array with a comparison.
  return [...Float64Array.from(samples).sort()];
}
