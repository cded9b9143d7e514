import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workloadLevels } from '../../../src/analysis/history/workload-levels.ts';
import type { BenchmarkRun } from '../../../src/schema/comparison-run.ts';
import { buildCapstoneRun } from '../../support/capstone-runs.ts';
import { buildBenchmarkRun, buildComparisonRun, PROBE_MS } from '../../support/comparison-runs.ts';
import { buildRun } from '../../support/runs.ts';
import { drifted } from '../../support/saved-runs.ts';

const levelIn = (run: Parameters<typeof workloadLevels>[0], id: string) => {
  const found = workloadLevels(run).find((each) => each.id === id);
  if (!found) throw new RangeError(`There is no ${id}.`);
  return found;
};

describe('levels of a saved run', () => {
  it('are times relative to the yardstick in a baseline', () => {
    const { level, basis } = levelIn(buildRun({ slower: { matmul: 3 }, noise: 0.003 }), 'matmul');
    expect(Math.exp(level.level ?? 0)).toBeCloseTo(3, 1);
    expect(basis).toBe('yardstick tito-reference 1');
    expect(level.isolates).toBe(3);
  });

  it('are times relative to the spin probe in a benchmark', () => {
    const { level, basis } = levelIn(buildBenchmarkRun(), 'parse');
    expect(Math.exp(level.level ?? 0) / (0.1 / PROBE_MS)).toBeCloseTo(1, 1);
    expect(basis).toBe('probe spin 1');
  });

  it('are there for both models of a capstone', () => {
    const ids = workloadLevels(buildCapstoneRun()).map(({ id, level }) => [id, level.level !== null]);
    expect(ids).toEqual([
      ['capstone_baseline', true],
      ['capstone_optimized', true],
    ]);
  });

  it('do not exist where nothing took turns with the code', () => {
    const alone = levelIn(buildRun({ score_basis: 'profile' }), 'matmul');
    expect(alone.basis).toBeNull();
    expect(alone.level.level).toBeNull();
    expect(levelIn(buildComparisonRun(), 'parse').basis).toBeNull();
  });

  it('do not exist where something went wrong, which is told', () => {
    const run = buildRun({ troubles: { matmul: { status: 'invalid', reason: 'matmul is wrong' } } });
    const { trouble, level } = levelIn(run, 'matmul');
    expect(trouble).toEqual({ status: 'invalid', reason: 'matmul is wrong', mismatch: null });
    expect(level.level).toBeNull();
  });

  it('belong to another subject where other code was measured', () => {
    const [a, b] = ['mine', 'yours'].map((subject_name) => levelIn(buildRun({ subject_name }), 'matmul'));
    expect(a?.subject).toBe('mine (module)');
    expect(b?.subject).toBe('yours (module)');
  });

  it('belong to another definition where a call does another amount of work', () => {
    const run = buildBenchmarkRun();
    const twice: BenchmarkRun = structuredClone(run);
    for (const workload of twice.plan.workloads) {
      if (workload.shape === 'function') workload.units_per_call *= 2;
    }
    expect(levelIn(twice, 'parse').definition).not.toBe(levelIn(run, 'parse').definition);
  });

  it('are the same however fast the machine was in that moment', () => {
    const run = buildRun({ slower: { matmul: 3 } });
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), (factor) => {
        const [still, moved] = [run, drifted(run, factor)].map((each) => levelIn(each, 'matmul').level.level);
        expect(moved).toBeCloseTo(still ?? 0, 9);
      }),
      { numRuns: 20 },
    );
  });
});
