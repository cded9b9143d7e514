import type { Statistic } from '../contracts.ts';
import type { Latency } from '../schema/baseline-report.ts';
import { describe } from './describe.ts';
import { round } from './round.ts';

/**
 * What the statistics say about single calls, rounded.
 * @param isolates one contender's calls, in milliseconds per call, isolate by isolate
 * @param seed of the statistics that resample
 */
export function latencyOf(
  isolates: readonly { calls_ms: readonly number[] }[],
  statistics: readonly Statistic[],
  seed: number,
): Latency {
  const groups = isolates.map(({ calls_ms }) => calls_ms).filter((group) => group.length > 0);
  const described = describe({ groups, seed }, statistics);
  return Object.fromEntries(
    Object.entries(described).map(([name, value]) => [name, round(value)]),
  ) as Latency;
}
