import { describe, expect, it } from 'vitest';
import { edited } from '../../support/edited.ts';
import { capstoneFigures, capstoneFiguresOf } from '../../support/reports.ts';

const quiet = { noise: 0.003 };

describe('warnings of a capstone', () => {
  it('are none on a quiet machine', () => {
    expect(capstoneFigures(quiet).warnings).toEqual([]);
  });

  it('tell of an optimized model that is slower', () => {
    expect(capstoneFigures({ ...quiet, speedup: 0.7 }).warnings).toEqual([
      'The optimized model is slower than the baseline.',
    ]);
  });

  it('tell of models that could not be confined to one processor', () => {
    const run = edited(({ blocks }) => {
      for (const block of blocks) block.processor = null;
    }, quiet);
    expect(capstoneFiguresOf(run).warnings.join()).toContain(
      'The models could not be confined to one processor',
    );
  });

  it('tell of a baseline that is larger than float32', () => {
    const run = edited(({ models: [baseline] }) => {
      if (baseline?.serialized.size_bytes) baseline.serialized.size_bytes *= 2;
    }, quiet);
    expect(capstoneFiguresOf(run).warnings.join()).toContain('64 bits per weight, more than float32');
  });

  it('tell of a single isolate', () => {
    expect(capstoneFigures({ ...quiet, isolates: 1 }).warnings.join()).toContain('Only one fresh process');
  });

  it('tell of too few pairs for an interval', () => {
    const { warnings } = capstoneFigures({ ...quiet, isolates: 1, pairs: 4 });
    expect(warnings.join()).toContain('too slow for an interval of the speed-up within the budget: 4 pairs');
  });

  it('tell of isolates that differ', () => {
    expect(capstoneFigures({ noise: 0.4 }).warnings.join()).toMatch(/differed by \d+ %/);
  });

  it('count interrupted slices of all phases', () => {
    const run = edited(({ blocks }) => {
      for (const { phases } of blocks)
        for (const { contenders } of phases)
          for (const each of contenders) each.preempted = each.slices_ms.map((_, i) => i);
    }, quiet);
    const { noise, warnings } = capstoneFiguresOf(run);
    expect(noise.preempted_share).toBe(1);
    expect(warnings.join()).toContain('interrupted 100 % of all slices');
  });
});
