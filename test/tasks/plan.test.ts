import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARMS } from '../../src/schema/task.ts';
import { tasksPlan } from '../../src/schema/tasks-run.ts';
import { plan, plannedTask } from './_plans.ts';

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  tasks: fc.integer({ min: 1, max: 6 }),
  models: fc.integer({ min: 1, max: 4 }),
  samples: fc.integer({ min: 1, max: 12 }),
});
type Sizes = { seed: number; tasks: number; models: number; samples: number };

const planOf = ({ seed, tasks, models, samples }: Sizes) =>
  plan({
    seed,
    samples,
    tasks: Array.from({ length: tasks }, (_, at) => plannedTask({ id: `task_${at}` })),
    models: Array.from({ length: models }, (_, at) => ({ id: `m${at}`, model: `m${at}`, endpoint: null })),
  });

const nameOf = ({
  task,
  model,
  arm,
  replicate,
}: {
  task: string;
  model: string;
  arm: string;
  replicate: number;
}) => `${task} ${model} ${arm} ${replicate}`;

describe('a schedule', () => {
  it('has every sample exactly once, numbered in its order', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { schedule, tasks, models } = planOf(size);
        const expected = tasks.flatMap(({ id: task }) =>
          models.flatMap(({ id: model }) =>
            ARMS.flatMap((arm) =>
              Array.from({ length: size.samples }, (_, replicate) => nameOf({ task, model, arm, replicate })),
            ),
          ),
        );
        expect(schedule.map(nameOf).sort()).toEqual(expected.sort());
        expect(schedule.map(({ index }) => index)).toEqual(schedule.map((_, at) => at));
      }),
    );
  });

  it('follows from the seed, and saved it means the same', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(planOf(size)).toEqual(planOf(size));
        expect(tasksPlan.parse(JSON.parse(JSON.stringify(planOf(size))))).toEqual(planOf(size));
      }),
      { numRuns: 20 },
    );
  });

  it('is another one for another seed', () => {
    const orders = new Set(
      Array.from({ length: 50 }, (_, seed) =>
        planOf({ seed, tasks: 6, models: 1, samples: 2 }).schedule.map(nameOf).join(),
      ),
    );
    expect(orders.size).toBe(50);
  });

  it('goes through all of a replicate before the next, so that what was done when it ends early is balanced', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const replicates = planOf(size).schedule.map(({ replicate }) => replicate);
        expect(replicates).toEqual([...replicates].sort((a, b) => a - b));
      }),
    );
  });

  it('gives neither arm the earlier places', () => {
    // The sum of the places of one arm: its mean over seeds is half of all, within 4 standard errors.
    const size = { tasks: 6, models: 1, samples: 1 };
    const sums = Array.from({ length: 400 }, (_, seed) =>
      planOf({ ...size, seed })
        .schedule.filter(({ arm }) => arm === 'tools')
        .reduce((sum, { index }) => sum + index, 0),
    );
    const mean = sums.reduce((sum, each) => sum + each, 0) / sums.length;
    // Wilcoxon's rank sum with 6 and 6: mean 33 for ranks from 0, variance 6 · 6 · 13 / 12 = 39.
    expect(Math.abs(mean - 33)).toBeLessThan(4 * Math.sqrt(39 / sums.length));
  });

  it('draws the order anew for each replicate', () => {
    const { schedule } = planOf({ seed: 1, tasks: 6, models: 2, samples: 8 });
    const orders = Array.from({ length: 8 }, (_, round) =>
      schedule
        .filter(({ replicate }) => replicate === round)
        .map(({ task, model, arm }) => `${task} ${model} ${arm}`)
        .join(),
    );
    expect(new Set(orders).size).toBe(8);
  });
});
