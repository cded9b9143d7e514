import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTime, isEarlier, pointsOf } from '../../../src/analysis/history/points.ts';
import { buildRun } from '../../support/runs.ts';
import { later } from '../../support/saved-runs.ts';

const pointsAt = (file: string, minutes: number) =>
  pointsOf(file, later(buildRun({ pairs: 6, calls: 2, isolates: 1 }), minutes)).points.slice(0, 1);

describe('points of a history', () => {
  it('are those workloads that have a level', () => {
    const run = buildRun({ troubles: { matmul: { status: 'skipped', reason: 'build module 01' } } });
    expect(pointsOf('a.json', run).points.map(({ id }) => id)).toEqual(['tensor_ops', 'forward_pass']);
  });

  it('are none where nothing took turns with the code, which is counted', () => {
    expect(pointsOf('a.json', buildRun({ score_basis: 'profile' }))).toEqual({ points: [], alone: 3 });
  });

  it('have a typical time in milliseconds', () => {
    const { points } = pointsOf('a.json', buildRun({ noise: 0.003 }));
    expect((points[1]?.latency_ms ?? 0) / 2).toBeCloseTo(1, 1);
  });

  it('stand in the order of time, those of one second in that of their names', () => {
    const order = ['r.json', 'r_2.json', 'r_3.json', 'r_10.json', 'a.json'];
    const points = [...order.slice(0, 4).flatMap((file) => pointsAt(file, 1)), ...pointsAt('a.json', 2)];
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: points.length }), (shuffled) => {
        expect(inTime(shuffled).map(({ file }) => file)).toEqual(order);
      }),
    );
  });

  it('know which of two moments is earlier, with or without fractions of a second', () => {
    const moments = fc.date({
      noInvalidDate: true,
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
    });
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        const [whole, exact] = [a.toISOString().replace(/\.000Z$/, 'Z'), b.toISOString()];
        fc.pre(a.getTime() !== b.getTime());
        expect(isEarlier(whole, exact)).toBe(a < b);
      }),
    );
  });
});
