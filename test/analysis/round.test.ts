import { describe, expect, it } from 'vitest';
import { round } from '../../src/analysis/round.ts';

describe('round', () => {
  it('keeps six significant digits, however small the figure is', () => {
    expect([round(1234567.89), round(0.000123456789), round(2)]).toEqual([1234570, 0.000123457, 2]);
  });

  it('rounds both bounds of an interval', () => {
    expect(round([0.12345678, 9.87654321] as const)).toEqual([0.123457, 9.87654]);
  });

  it('leaves null as it is: what is not known is not 0', () => {
    expect(round(null)).toBeNull();
  });
});
