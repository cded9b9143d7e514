import { describe, expect, it } from 'vitest';
import { gateCandidates, gateOf } from '../../../src/analysis/comparison/gate.ts';
import { buildComparisonRun, type ComparisonOptions } from '../../support/comparison-runs.ts';

const run = (b_ms: number, options: ComparisonOptions = {}) =>
  buildComparisonRun({
    threshold_percent: 5,
    workloads: [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: b_ms } }],
    ...options,
  });

describe('the gate', () => {
  it('fails where a run and its confirmation are slower by the threshold beyond doubt', () => {
    expect(gateCandidates(run(0.11))).toEqual(['parse']);
    const gate = gateOf(run(0.11, { confirmed: 1.1 }));
    expect(gate).toMatchObject({ failed: true, confirmed: true, threshold_percent: 5 });
    expect(gate.reasons).toEqual([expect.stringMatching(/^parse: B takes \d+\.\d % longer \[/)]);
  });

  it('does not fail where the confirmation does not say so, and tells of it', () => {
    const gate = gateOf(run(0.11, { confirmed: 1 }));
    expect(gate).toMatchObject({ failed: false, confirmed: false });
    expect(gate.reasons[0]).toContain('a second run does not say so');
  });

  it('does not fail without a confirmation', () => {
    const gate = gateOf(run(0.11));
    expect(gate).toMatchObject({ failed: false, confirmed: null });
    expect(gate.reasons[0]).toContain('there is no second run');
  });

  it.each([
    ['a slow-down below the threshold', run(0.103)],
    ['a speed-up', run(0.05)],
    ['equal code', run(0.1)],
    ['an effect that is not sure', run(0.11, { isolate_noise: 0.2, isolates: 2 })],
    ['no gate', run(0.2, { threshold_percent: null })],
  ])('has nothing to confirm for %s', (_name, each) => {
    expect(gateCandidates(each)).toEqual([]);
    expect(gateOf(each)).toMatchObject({ failed: false, confirmed: null, reasons: [] });
  });

  it('asks the isolates to agree: one that is faster lets it pass', () => {
    const disagreeing = run(0.11, { pairs: 200, isolates: 8, isolate_noise: 0 });
    const [first] = disagreeing.blocks;
    const b = first?.contenders[1];
    if (b) b.slices_ms = b.slices_ms.map((ms) => ms * 0.89);
    expect(gateCandidates(run(0.11, { pairs: 200, isolates: 8, isolate_noise: 0 }))).toEqual(['parse']);
    expect(gateCandidates(disagreeing)).toEqual([]);
  });

  it('takes no wrong result for a regression', () => {
    const trouble = { status: 'invalid' as const, reason: 'the results differ' };
    const workloads = [{ id: 'parse', a: { call_ms: 0.1 }, b: { call_ms: 0.2, trouble, in_block: 3 } }];
    expect(gateCandidates(run(0.2, { workloads }))).toEqual([]);
  });
});
