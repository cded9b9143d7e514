import { afterEach, describe, expect, it, vi } from 'vitest';
import { WORKLOADS } from '../../../bench/verdicts/workloads.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('~1 µs', () => {
  const readsIn = (calls: number, extra: number) => {
    const { setup, run } = WORKLOADS.json(extra);
    const state = setup() as never;
    const parse = vi.spyOn(JSON, 'parse');
    for (let call = 0; call < calls; call++) run(state);
    return parse.mock.calls.length;
  };

  it.each([0, 0.02, 0.05, 0.1])('reads its text %d more often than the base, to the last call', (extra) => {
    const base = readsIn(10_000, 0);
    vi.restoreAllMocks();
    expect(base).toBe(10_200);
    expect(readsIn(10_000, extra) / base).toBeCloseTo(1 + extra, 10);
  });

  it('reads twice in the base as well: both sides run the same machine code', () => {
    expect(readsIn(49, 0)).toBe(49);
    vi.restoreAllMocks();
    expect(readsIn(50, 0)).toBe(51);
  });
});
