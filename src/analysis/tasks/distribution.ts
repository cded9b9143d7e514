import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Statistic } from '../../contracts.ts';
import type { Distribution, Spread } from '../../schema/tasks-report.ts';
import { signInterval } from '../comparisons/sign-test.ts';
import { describe } from '../describe.ts';
import { round } from '../round.ts';
import count from '../statistics/count.ts';
import minimum from '../statistics/minimum.ts';
import percentiles from '../statistics/percentiles.ts';

/** What every distribution of a report has, whatever other statistics are found. */
const CORE: readonly Statistic[] = [count, minimum, percentiles];

/**
 * Fewest samples for a quantile q: 1 / (1 - q), or 1 / q below the middle, so that one of them is expected beyond it.
 * Those of the tail are left to the statistic itself.
 */
const FEWEST = { p25: 4, p50: 2, p75: 4 } as const;

/**
 * A distribution in the unit of its values. `ci95` is the interval of the median by order statistics, as answers of
 * one run are samples of their own and not grouped into isolates; it needs six.
 *
 * @param statistics further ones, whose numbers are added
 */
export function distributionOf(values: readonly number[], statistics: readonly Statistic[]): Distribution {
  const known = new Set(CORE.map(({ title }) => title));
  const all = [...CORE, ...statistics.filter(({ title }) => !known.has(title))];
  const described = describe({ groups: [values], seed: 0 }, all);
  for (const [name, fewest] of Object.entries(FEWEST)) if (values.length < fewest) described[name] = null;
  const figures = {
    ...described,
    max: values.length > 0 ? values.reduce((a, b) => Math.max(a, b)) : null,
    mean: values.length > 0 ? mean([...values]) : null,
    standard_deviation: values.length > 1 ? sampleStandardDeviation([...values]) : null,
    ci95: signInterval(values),
  };
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, round(value)]),
  ) as Distribution;
}

/** The short form, for quantities that explain others. Values that are null are left out. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const {
    samples,
    mean: average,
    p50,
    p95,
    max,
  } = distributionOf(
    values.filter((value) => value !== null),
    [],
  );
  return { samples, mean: average, p50, p95, max };
}
