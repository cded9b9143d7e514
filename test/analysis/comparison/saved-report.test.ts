import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSavedReport, commonWorkloads } from '../../../src/analysis/comparison/saved-report.ts';
import { type HistoryPoint, pointsOf } from '../../../src/analysis/history/points.ts';
import type { Statistic } from '../../../src/contracts.ts';
import { comparisonReport } from '../../../src/schema/comparison-report.ts';
import type { AnySavedRun } from '../../../src/schema/runs.ts';
import { buildBenchmarkRun, buildComparisonRun } from '../../support/comparison-runs.ts';
import { STATISTICS } from '../../support/reports.ts';
import { buildRun, type RunOptions } from '../../support/runs.ts';
import { drifted, later, onMachine } from '../../support/saved-runs.ts';

interface Options {
  history?: readonly HistoryPoint[];
  workloads?: readonly string[];
  threshold_percent?: number | null;
  /** All of them take their time. */
  statistics?: readonly Statistic[];
}

const compared = (
  a: AnySavedRun,
  b: AnySavedRun,
  { history = [], workloads = [], threshold_percent = null, statistics = [] }: Options = {},
) =>
  buildSavedReport({
    a: { file: 'a.json', run: a },
    b: { file: 'b.json', run: b },
    history,
    workloads,
    margin: 0.01,
    threshold_percent,
    statistics,
  });

const run = (minutes: number, options: RunOptions = {}) =>
  later(buildRun({ seed: minutes + 1, noise: 0.005, ...options }), minutes);
const historyOf = (count: number, options: (i: number) => RunOptions = () => ({})) =>
  Array.from({ length: count }, (_, i) => pointsOf(`h${i}.json`, run(i, options(i))).points).flat();
const only = (report: ReturnType<typeof compared>, id = 'matmul') => {
  const found = report.comparisons.find((each) => each.id === id);
  if (!found) throw new RangeError(`There is no ${id}.`);
  return found;
};

describe('two saved runs', () => {
  it('give a report of the contract, without pairs that never were', () => {
    const report = compared(run(1), run(2), { statistics: STATISTICS });
    expect(comparisonReport.parse(report)).toEqual(report);
    expect(report.mode).toBe('saved');
    expect(report.comparisons.map(({ pairs, budget_to_settle_s }) => [pairs, budget_to_settle_s])).toEqual(
      Array.from({ length: 3 }, () => [null, null]),
    );
  });

  it('are compared relative to the yardstick: a slower machine changes nothing', () => {
    const [a, b] = [run(1), run(2)];
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), (factor) => {
        expect(only(compared(a, drifted(b, factor))).ratio).toBeCloseTo(only(compared(a, b)).ratio ?? 0, 4);
      }),
      { numRuns: 10 },
    );
  });

  it('mirror each other when they change sides', () => {
    const [a, b] = [run(1), run(2, { slower: { matmul: 1.3 } })];
    const [there, back] = [only(compared(a, b)), only(compared(b, a))];
    expect((there.ratio ?? 0) * (back.ratio ?? 0)).toBeCloseTo(1, 4);
    expect(there.p).toBe(back.p);
    expect([there.verdict, back.verdict]).toEqual(['slower', 'faster']);
  });

  it.each(['a', 'b'])('give no verdict and fail no gate where %s was measured beside other load', (busy) => {
    const [a, b] = [run(1), run(2, { slower: { matmul: 1.7 } })];
    const beside = (load_1m: number) => (each: typeof a) => ({
      ...each,
      environment: { ...each.environment, before: { ...each.environment.before, load_1m } },
    });
    const { cores } = a.environment.system;
    const [calm, loaded] = [beside(cores - 0.1), beside(cores)];
    const quiet = compared(calm(a), calm(b), { threshold_percent: 10 });
    expect([only(quiet).verdict, quiet.gate.failed]).toEqual(['slower', true]);
    const sides = busy === 'a' ? ([loaded(a), calm(b)] as const) : ([calm(a), loaded(b)] as const);
    const report = compared(...sides, { threshold_percent: 10 });
    expect([only(report).verdict, report.gate.failed]).toEqual(['inconclusive', false]);
    expect(only(report).ratio).toBe(only(quiet).ratio);
    expect(only(report).reason).toContain(`${busy.toUpperCase()} was measured on a busy machine`);
  });

  it.each(['A', 'B'])('give no verdict and fail no gate where %s is a run of one isolate', (lone) => {
    const isolates = (side: string) => (side === lone ? 1 : 3);
    const a = run(1, { isolates: isolates('A') });
    const b = run(2, { isolates: isolates('B'), slower: { matmul: 2 } });
    const report = compared(a, b, { threshold_percent: 10 });
    const { verdict, reason, ratio } = only(report);
    expect([verdict, report.gate.failed]).toEqual(['inconclusive', false]);
    expect(reason).toContain(`${lone} is a run of one isolate`);
    expect(ratio).toBeCloseTo(2, 1);
  });

  it('find a difference that is larger than what moments differ by', () => {
    const { verdict, ratio, ratio_ci95 } = only(compared(run(1), run(2, { slower: { matmul: 1.3 } })));
    expect(verdict).toBe('slower');
    expect(ratio).toBeCloseTo(1.3, 1);
    expect(ratio_ci95?.[0]).toBeGreaterThan(1.15);
  });

  it('claim no difference that Holm does not allow among several workloads', () => {
    const slower = (size: number) => run(20, { slower: { matmul: size } });
    const options = { history: historyOf(8) };
    // From clear to none: somewhere between both, alone it is a difference and among three it is not.
    const sizes = Array.from({ length: 40 }, (_, i) => 1.06 - i * 0.0015);
    const both = sizes.map((size) => ({
      alone: only(compared(run(1), slower(size), { ...options, workloads: ['matmul'] })),
      among: only(compared(run(1), slower(size), options)),
    }));
    const between = both.filter(({ alone, among }) => alone.verdict !== among.verdict);
    expect(between.length).toBeGreaterThan(0);
    for (const { among, alone } of between) {
      expect(alone.verdict).toBe('slower');
      expect(among.verdict).toBe('inconclusive');
      expect(among.reason).toContain('differs this much by chance in more than 1 of 20');
    }
    const isClaim = (verdict: string) => verdict === 'faster' || verdict === 'slower';
    expect(both.every(({ among: { verdict, p } }) => !isClaim(verdict) || (p ?? 1) <= 0.05)).toBe(true);
  });

  it('allow for 3 % between moments where too few runs tell, and say so once', () => {
    const report = compared(run(1), run(2, { slower: { matmul: 1.05 } }), { history: historyOf(4) });
    expect(only(report).verdict).toBe('inconclusive');
    expect(only(report).reason).toMatch(/^only a difference of \d+ % or more was sure to show/);
    const said = report.warnings.filter((text) => text.includes('differ by 3 %'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('4 saved runs of this machine are too few');
  });

  it('allow for what saved runs differ by where five or more tell', () => {
    const history = historyOf(8);
    const b = run(20, { slower: { matmul: 1.05 } });
    const { verdict, warnings } = only(compared(run(1), b, { history }));
    expect(verdict).toBe('slower');
    expect(warnings.join()).toMatch(/as 8 saved runs of this machine differ/);
  });

  it('do not learn from runs of another machine', () => {
    const history = Array.from(
      { length: 8 },
      (_, i) => pointsOf(`h${i}.json`, onMachine(run(i), { cpu: 'Other CPU' })).points,
    ).flat();
    const report = compared(run(1), run(2), { history });
    expect(report.warnings.join()).toContain('no saved run of this machine');
  });

  it.each([
    [{ cpu: 'Other CPU' }, /another processor \(Example CPU 3000, then Other CPU\)/],
    [{ node: '26.0.0' }, /another Node \(Node 24.21.0, then Node 26.0.0\)/],
    [{ python: '3.12.1' }, /another Python \(none, then Python 3.12.1\)/],
  ])('are shown without a verdict where the machine differs: %o', (system, message) => {
    const slow = onMachine(run(2, { slower: { matmul: 2 } }), system);
    const report = compared(run(1), slow, { threshold_percent: 5 });
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(Array(3).fill('inconclusive'));
    expect(only(report)).toMatchObject({ ratio_ci95: null, p: null });
    expect(only(report).ratio).toBeCloseTo(2, 0);
    expect(report.warnings.join()).toMatch(message);
    expect(report.gate.failed).toBe(false);
    expect(report.gate.reasons).toContain("matmul: the gate can't tell");
  });

  it('have no ratio where they were measured beside different yardsticks', () => {
    const b = run(2);
    b.plan.yardstick.version = '2';
    const report = compared(run(1), b, { statistics: STATISTICS });
    expect(only(report)).toMatchObject({
      verdict: 'inconclusive',
      ratio: null,
      reason: 'A was measured beside yardstick tito-reference 1, B beside yardstick tito-reference 2',
    });
    expect(only(report).a_ms?.p50).not.toBeNull();
    expect(report.warnings.join()).toContain('The yardsticks differ');
  });

  it('have no ratio where nothing took turns with one of them', () => {
    const report = compared(run(1, { score_basis: 'profile' }), run(2));
    expect(only(report)).toMatchObject({ verdict: 'inconclusive', ratio: null });
    expect(only(report).reason).toContain('took turns with A');
  });

  it('are invalid where one of them computes wrongly', () => {
    const mismatch = { operation: 'matmul', step: 'product', expected: '1', got: '2' };
    const b = run(2, { troubles: { matmul: { status: 'invalid', reason: 'matmul is wrong.', mismatch } } });
    expect(only(compared(run(1), b))).toMatchObject({
      verdict: 'invalid',
      reason: 'B is wrong: matmul is wrong',
      mismatch,
      ratio: null,
    });
  });

  it('have in common what both measured', () => {
    expect(commonWorkloads(run(1), run(2))).toEqual(['tensor_ops', 'matmul', 'forward_pass']);
    expect(commonWorkloads(run(1), buildBenchmarkRun())).toEqual([]);
    const report = compared(run(1), run(2), { workloads: ['matmul'] });
    expect(report.comparisons.map(({ id }) => id)).toEqual(['matmul']);
  });

  it('can be what a live comparison measured as its B, if that had a probe', () => {
    const live = buildComparisonRun();
    const [own] = compared(buildBenchmarkRun(), live).comparisons;
    expect(own).toMatchObject({ verdict: 'inconclusive', ratio: null });
    expect(own?.reason).toContain('took turns with B');
  });

  it('are one and the same run twice: no difference, and a word about it', () => {
    const report = compared(run(1), run(1));
    expect(only(report).ratio).toBe(1);
    expect(report.warnings).toContain('A and B are one and the same run.');
  });

  it('warn of an order against time and of interrupted runs', () => {
    const cut = { ...run(2), interrupted: true };
    expect(compared(cut, run(1)).warnings).toEqual(
      expect.arrayContaining([
        'A (a.json) was interrupted: it holds what was finished until then.',
        'A is the later run: what is called slower was faster before.',
      ]),
    );
  });

  it('are not compared call by call: more of the same calls make nothing surer', () => {
    const [few, many] = [40, 400].map((pairs) => only(compared(run(1, { pairs }), run(2, { pairs }))));
    const width = (each: typeof few) => (each?.ratio_ci95?.[1] ?? 0) - (each?.ratio_ci95?.[0] ?? 0);
    expect(width(many) / width(few)).toBeGreaterThan(0.9);
  });
});

describe('the gate for saved runs', () => {
  it('fails where B is slower by the threshold beyond doubt', () => {
    const report = compared(run(1), run(2, { slower: { matmul: 1.5 } }), { threshold_percent: 5 });
    expect(report.gate).toMatchObject({ failed: true, confirmed: null, threshold_percent: 5 });
    expect(report.gate.reasons).toHaveLength(1);
    expect(report.gate.reasons[0]).toMatch(/^matmul: B takes \d+\.\d % longer \[/);
  });

  it('holds below the threshold, and where B is faster', () => {
    const slower = compared(run(1), run(2, { slower: { matmul: 1.5 } }), { threshold_percent: 60 });
    expect(slower.gate.failed).toBe(false);
    const faster = compared(run(1), run(2, { slower: { matmul: 0.5 } }), { threshold_percent: 5 });
    expect(faster.gate).toMatchObject({ failed: false, reasons: [] });
  });

  it('holds where the difference may be that of two moments, and says so', () => {
    const { gate } = compared(run(1), run(2, { slower: { matmul: 1.1 } }), { threshold_percent: 5 });
    expect(gate.failed).toBe(false);
    expect(gate.reasons.join()).toContain('which may be the difference between two moments');
  });

  it('is not there unless it was asked for', () => {
    const { gate } = compared(run(1), run(2, { slower: { matmul: 3 } }));
    expect(gate).toEqual({ failed: false, threshold_percent: null, confirmed: null, reasons: [] });
  });
});
