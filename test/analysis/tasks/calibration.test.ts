import { expect, it } from 'vitest';
import { compareArms } from '../../../src/analysis/tasks/compare-arms.ts';
import { addStratum, noStrata } from '../../../src/analysis/tasks/compared-strata.ts';
import { resampleStratum } from '../../../src/analysis/tasks/resample-stratum.ts';
import { strataOf } from '../../../src/analysis/tasks/strata.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../../support/tasks-runs.ts';

const SEEDS = Array.from({ length: 100 }, (_, i) => i + 1);

function compare(options: TasksOptions) {
  const run = buildTasksRun({ tasks: TASKS.slice(0, 3), samples: 6, ...options });
  const all = noStrata();
  for (const stratum of strataOf(run)) addStratum(all, resampleStratum(stratum, run.plan.seed));
  return compareArms(all, null);
}

const holds = (interval: readonly [number, number] | null, truth: number) =>
  interval !== null && interval[0] <= truth && truth <= interval[1];
const count = <T>(all: readonly T[], isSo: (one: T) => boolean) => all.filter(isSo).length;

it('has a planted effect in its interval, and finds it', () => {
  const all = SEEDS.map((seed) => compare({ seed, time_ratio: 0.6, token_ratio: 0.5, noise: 0.2 }));
  expect(count(all, (one) => holds(one.time_reduction_ci95, 40))).toBeGreaterThanOrEqual(93);
  expect(count(all, (one) => holds(one.token_reduction_ci95, 50))).toBeGreaterThanOrEqual(93);
  expect(count(all, ({ verdicts }) => verdicts.time === 'faster')).toBeGreaterThanOrEqual(93);
});

it('sees no effect where none was planted', () => {
  const quality = { baseline: 0.7, tools: 0.7 };
  const all = SEEDS.map((seed) => compare({ seed, time_ratio: 1, token_ratio: 1, noise: 0.2, quality }));
  const beyond = (p: number | null) => (p ?? 0) > 0.05;
  expect(count(all, (one) => beyond(one.time_reduction_p))).toBeGreaterThanOrEqual(93);
  expect(count(all, (one) => beyond(one.token_reduction_p))).toBeGreaterThanOrEqual(93);
  expect(count(all, (one) => beyond(one.quality_change_p))).toBeGreaterThanOrEqual(93);
  expect(count(all, (one) => beyond(one.efficiency_improvement_p))).toBeGreaterThanOrEqual(93);
  // The raw ones hold their level as well; a family of 100 tests at 5 % has up to 12 of them now and then.
  expect(count(all, ({ metrics }) => beyond(metrics.time.p_unadjusted))).toBeGreaterThanOrEqual(88);
});
