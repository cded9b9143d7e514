import { describe, expect, it } from 'vitest';
import type { CapstoneRun } from '../../../src/schema/capstone-run.ts';
import { findingsOf } from '../../support/checked.ts';
import { edited, phasesOf } from '../../support/edited.ts';
import { buildRun } from '../../support/runs.ts';

const found = (change: (run: CapstoneRun) => void) =>
  findingsOf(edited(change)).map(({ rule, where }) => `${rule} ${where}`);

describe('the times of a run', () => {
  it.each([
    ['2026-01-31T11:59:59.000Z', ['times_disordered finished_at']],
    ['2026-02-01T00:00:00.000Z', []],
    ['2027-01-01T00:00:00Z', []],
  ])('that began at noon of 2026-01-31 and ended at %s', (finished_at, expected) => {
    expect(found((run) => Object.assign(run, { finished_at }))).toEqual(expected);
  });

  it('are compared across a leap day', () => {
    const run = buildRun();
    Object.assign(run, { started_at: '2028-02-29T23:59:59.500Z', finished_at: '2028-03-01T00:00:06Z' });
    expect(findingsOf(run)).toEqual([]);
    Object.assign(run, { started_at: '2028-03-01T00:00:06Z', finished_at: '2028-02-29T23:59:59.500Z' });
    expect(findingsOf(run)).toMatchObject([{ rule: 'times_disordered' }]);
  });

  it('can’t be shorter than its slices', () => {
    expect(
      found((run) => {
        for (const each of phasesOf(run, 'energy', 'baseline')) {
          each.slices_ms = each.slices_ms.map((ms) => ms * 1000);
          each.slices_cpu_ms = each.slices_cpu_ms.map((ms) => ms * 1000);
          each.wall_ms *= 1000;
        }
      }),
    ).toContain('longer_than_run blocks');
  });

  it('hold for the slices of a baseline as well', () => {
    const run = buildRun();
    for (const { contenders } of run.blocks)
      for (const each of contenders) each.slices_ms = each.slices_ms.map((ms) => 1000 * ms);
    expect(findingsOf(run)).toMatchObject([{ rule: 'longer_than_run' }]);
  });

  it('put blocks one after the other, and within the run', () => {
    expect(found(({ blocks }) => Object.assign(blocks[1] ?? {}, { started_ms: 10 }))).toEqual([
      'times_disordered blocks[1].started_ms',
    ]);
    expect(found(({ blocks }) => Object.assign(blocks[2] ?? {}, { started_ms: 1e6 }))).toEqual([
      'times_disordered blocks[2].started_ms',
    ]);
  });
});

describe('blocks', () => {
  it('come as the plan says, and none twice', () => {
    expect(found(({ blocks }) => Object.assign(blocks[2] ?? {}, { replicate: 1 }))).toEqual([
      'not_planned blocks[2]',
    ]);
    expect(found(({ blocks }) => Object.assign(blocks[0] ?? {}, { replicate: 9 }))).toEqual([
      'not_planned blocks[0]',
    ]);
  });

  it('may be missing, as later ones of a workload that failed are', () => {
    expect(found(({ blocks }) => blocks.splice(1, 1))).toEqual([]);
    expect(
      findingsOf(buildRun({ troubles: { matmul: { status: 'failed', reason: 'matmul: RangeError' } } })),
    ).toEqual([]);
  });
});

describe('turns', () => {
  it('have an order that there is', () => {
    expect(
      found(({ blocks }) => {
        const [phase] = blocks[0]?.phases ?? [];
        if (phase) phase.coins[0] = 6;
      }),
    ).toEqual(['impossible_turn blocks[0].phases[0].coins']);
  });

  it('name pre-empted slices that there are', () => {
    expect(
      found((run) => {
        for (const each of phasesOf(run, 'latency', 'yardstick').slice(0, 1)) each.preempted = [40];
      }),
    ).toEqual(['impossible_turn blocks[0].phases[0].contenders[2].preempted']);
  });

  it('are not longer inside of the process than around it', () => {
    expect(
      found((run) => {
        for (const each of phasesOf(run, 'throughput', 'baseline').slice(0, 1)) each.wall_ms *= 0.5;
      }),
    ).toEqual(['clocks_disagree blocks[0].phases[1].contenders[0].slices_ms']);
  });
});

it('nothing stands twice', () => {
  expect(
    found(({ blocks, models }) => {
      const [first] = blocks;
      if (first?.phases[1]) first.phases.push(first.phases[1]);
      if (models[0]) models.push(models[0]);
    }),
  ).toEqual(['repeated models', 'repeated blocks[0].phases']);
});
