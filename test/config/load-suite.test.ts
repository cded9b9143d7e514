import { describe, expect, it } from 'vitest';
import { loadSuite } from '../../src/config/load-suite.ts';
import { capstoneSuite } from '../../src/schema/capstone-suite.ts';
import { suite } from '../../src/schema/suite.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const load = (yaml: string) => {
  const directory = temporaryFolder({ 'suites/mine.yaml': yaml });
  return loadSuite('mine', suite, { root: REPOSITORY, directory });
};

describe('loadSuite', () => {
  it('reads the suite that ships with tito', async () => {
    const { workloads } = await loadSuite('baseline', suite, { root: REPOSITORY });
    expect(workloads.map(({ benchmark }) => benchmark)).toEqual(['tensor_ops', 'matmul', 'forward_pass']);
  });

  it('reads a suite of the working directory; a weight is 1 where none is given', async () => {
    expect(await load('title: Mine\nworkloads:\n  - benchmark: matmul\n')).toEqual({
      title: 'Mine',
      workloads: [{ benchmark: 'matmul', weight: 1 }],
    });
  });

  it('reads each suite by its own schema', async () => {
    const { tracks } = await loadSuite('capstone', capstoneSuite, { root: REPOSITORY });
    expect(tracks.speed).toMatchObject({ weight: 1, curves: { time_ratio: { weight: 1 } } });
    await expect(loadSuite('baseline', capstoneSuite, { root: REPOSITORY })).rejects.toMatchObject({
      code: 'invalid_config',
      message: expect.stringContaining('workloads'),
    });
  });

  it('names the nearest suite for one that is not there', async () => {
    await expect(loadSuite('baselin', suite, { root: REPOSITORY })).rejects.toMatchObject({
      code: 'unknown_id',
      hint: expect.stringContaining("Did you mean 'baseline'?"),
    });
  });

  it.each([
    ['an unknown key', 'title: Mine\nworklods: []\n', 'suites/mine.yaml:2: worklods', 'workloads'],
    [
      'a weight that is none',
      'title: Mine\nworkloads:\n  - benchmark: sum\n  - { benchmark: matmul, weight: 0 }\n',
      'suites/mine.yaml:4: workloads.1.weight',
      '',
    ],
    [
      'an id that is none',
      'title: Mine\nworkloads:\n  - benchmark: Mat Mul\n',
      'suites/mine.yaml:3: workloads.0.benchmark',
      'snake_case',
    ],
    ['no workload', 'title: Mine\nworkloads: []\n', 'suites/mine.yaml:2: workloads', ''],
  ])('says where %s stands', async (_, yaml, message, hint) => {
    await expect(load(yaml)).rejects.toMatchObject({
      code: 'invalid_config',
      exit: 3,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  it.each(['', '- a\n- b\n', 'just text\n'])('explains a file that is no suite: %j', async (yaml) => {
    await expect(load(yaml)).rejects.toMatchObject({ code: 'invalid_config' });
  });
});
