import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/schema/run.ts';
import { figures, figuresOf } from '../../support/reports.ts';
import { buildRun } from '../../support/runs.ts';

const warnings = (change: (run: Run) => void) => {
  const run = buildRun();
  change(run);
  return figuresOf(run).warnings.join('\n');
};
const many = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('noise', () => {
  it('of a quiet machine warns of nothing', () => {
    expect(figures({ noise: 0.005 }).warnings).toEqual([]);
  });

  it('is the share of slices that were interrupted', () => {
    // 8 of 40 slices of one contender out of two.
    expect(figures({ preempted: many(8) }).noise.preempted_share).toBeCloseTo(0.1, 10);
  });

  it('is null where nothing was measured', () => {
    const { noise } = figures({ finished_blocks: 0 });
    expect(noise).toMatchObject({ preempted_share: null, isolate_spread: null });
  });

  it('warns of many interruptions, in plain figures', () => {
    const run = buildRun();
    for (const { contenders } of run.blocks) for (const each of contenders) each.preempted = many(40);
    expect(figuresOf(run).warnings.join()).toContain('interrupted 100 % of all slices');
  });

  it('warns of isolates that differ', () => {
    expect(figures({ noise: 0.3 }).warnings.join()).toMatch(/differed by \d+ %/);
  });

  it('warns of a busy machine', () => {
    expect(warnings(({ environment }) => Object.assign(environment.before, { load_1m: 4.5 }))).toContain(
      'a load of 4.5 on 4 cores',
    );
  });

  it('warns of a hypervisor that takes processor time', () => {
    expect(
      warnings((run) => Object.assign(run.environment, { after: { load_1m: 1, steal_share: 0.25 } })),
    ).toContain('The hypervisor took 25 %');
  });

  it('warns of battery power', () => {
    expect(warnings(({ environment }) => Object.assign(environment.system, { power: 'battery' }))).toContain(
      'battery',
    );
  });

  it('warns where the contenders could not be confined to one processor', () => {
    const confined = figures().warnings.join();
    const run = buildRun();
    for (const block of run.blocks) block.processor = null;
    expect(confined).not.toContain('one processor');
    expect(figuresOf(run).warnings.join()).toContain('could not be confined to one processor');
  });

  it('warns where the pairs are too few for an interval', () => {
    expect(figures({ isolates: 1, pairs: 3 }).warnings.join()).toContain('3 pairs; give a larger --budget');
  });

  it('does not blame the profile for a workload that a score against the yardstick lacks', () => {
    const run = buildRun();
    for (const block of run.blocks) {
      block.coins = [];
      for (const each of block.contenders) Object.assign(each, { slices_ms: [], status: 'ok' });
    }
    expect(figuresOf(run).warnings.join()).not.toContain('profile');
  });

  it('says that a run was interrupted', () => {
    expect(figures({ finished_blocks: 4 }).warnings.join()).toContain('only what was finished');
  });
});
