import type { SampleGroups, Statistic } from '../contracts.ts';

/** Named numbers, intervals and nulls, as the statistics call them. */
export type Description = ReturnType<Statistic['compute']>;

/**
 * All numbers of all statistics in one record.
 * @throws TypeError where two statistics give the same name
 */
export function describe(samples: SampleGroups, statistics: readonly Statistic[]): Description {
  const owners = new Map<string, string>();
  const description: Description = {};
  for (const statistic of statistics) {
    for (const [name, value] of Object.entries(statistic.compute(samples))) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        throw new TypeError(`The statistics '${owner}' and '${statistic.title}' both define '${name}'.`);
      }
      owners.set(name, statistic.title);
      description[name] = value;
    }
  }
  return description;
}
