import type { SampleGroups } from '../../contracts.ts';

/**
 * All samples of all isolates in one new array, in ascending order.
 * @throws RangeError where a sample is not finite: no statistic of it would mean anything
 */
export function pool({ groups }: SampleGroups): number[] {
  const samples = groups.flat();
  const bad = samples.find((sample) => !Number.isFinite(sample));
  if (bad !== undefined) throw new RangeError(`A sample is ${bad}; only finite numbers can be summarised.`);
  return samples.sort((a, b) => a - b);
}
