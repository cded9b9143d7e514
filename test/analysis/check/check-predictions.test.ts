import { describe, expect, it } from 'vitest';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import { findingsIn, findingsOf, savedOf } from '../../support/checked.ts';
import { contendersOf, edited, phasesOf } from '../../support/edited.ts';

const found = (change: (run: CapstoneRun) => void) =>
  findingsOf(edited(change)).map(({ rule, where }) => `${rule} ${where}`);

describe('the test set', () => {
  it('has the labels of the images that its seed draws', () => {
    const run = edited(() => {});
    const labels = run.test?.labels ?? '';
    const other = `${(Number(labels[0]) + 1) % 10}${labels.slice(1)}`;
    expect(findingsIn(savedOf(run), labels)).toEqual([]);
    expect(findingsIn(savedOf(run), other)).toMatchObject([
      {
        rule: 'labels_differ',
        where: 'test.labels',
        message: '1 of 1000 labels are not those of the images that the seed 13 draws',
      },
    ]);
    expect(findingsIn(savedOf(run), labels.slice(1))).toMatchObject([{ rule: 'labels_differ' }]);
  });

  it('is not checked where its labels can’t be drawn again', () => {
    expect(findingsIn(savedOf(edited(() => {})), null)).toEqual([]);
  });

  it('is not the training set', () => {
    expect(found(({ plan, test }) => Object.assign(test ?? {}, { test_seed: plan.train_seed }))).toEqual([
      'tested_on_training test.test_seed',
    ]);
  });
});

describe('predictions', () => {
  it('are as many as there are test images', () => {
    expect(
      found(({ models }) => {
        for (const model of models) model.predictions = model.predictions?.slice(1) ?? null;
      }),
    ).toContain('wrong_count models[0].predictions');
    expect(
      found((run) => {
        for (const each of contendersOf(run, 'optimized').slice(2)) each.predictions = `${each.predictions}0`;
      }),
    ).toEqual(['wrong_count blocks[2].contenders[1].predictions']);
  });

  it('differ wherever they are said to have changed', () => {
    expect(
      found((run) => {
        for (const each of contendersOf(run, 'baseline').slice(0, 1)) each.changed = 1;
      }),
    ).toEqual(['wrong_count blocks[0].contenders[0].changed']);
  });

  it('may differ without counting as changed, in near ties', () => {
    expect(
      found((run) => {
        for (const each of contendersOf(run, 'baseline'))
          each.predictions = `${each.predictions?.slice(0, -1)}0`;
      }),
    ).toEqual([]);
  });

  it('made while timed are as many as the slices claim', () => {
    expect(
      found((run) => {
        for (const each of phasesOf(run, 'energy', 'optimized').slice(1, 2)) each.predicted -= 1;
      }),
    ).toEqual(['wrong_count blocks[1].phases[2].contenders[1].predicted']);
    expect(
      found((run) => {
        for (const each of phasesOf(run, 'energy', 'optimized').slice(1, 2)) each.predicted += 500;
      }),
    ).toEqual([]);
  });
});
