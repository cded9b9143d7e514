import { describe, expect, it } from 'vitest';
import { type Comparison, figure } from '../../bench/row.ts';

const comparison = (changes: Partial<Comparison> = {}): Comparison => ({
  id: 'start_up_help',
  title: 'Start-up',
  beside: 'bare Node',
  unit: 'ms',
  statistic: 'minimum',
  limit: { at_least: null, at_most: 1.7 },
  samples: { measured: [40, 30, 90], control: [25, 20, 21] },
  ...changes,
});

describe('a figure', () => {
  it('is a ratio of minima where minima are asked for', () => {
    expect(figure(comparison())).toMatchObject({ measured: 30, control: 20, ratio: 1.5 });
  });

  it('is a ratio of medians where medians are asked for', () => {
    expect(figure(comparison({ statistic: 'median' }))).toMatchObject({ measured: 40, control: 21 });
  });

  it.each([
    [1.5, 'met'],
    [1.49, 'missed'],
  ])('keeps a limit of %f with a ratio of 1.5: %s', (at_most, verdict) => {
    expect(figure(comparison({ limit: { at_least: null, at_most } })).verdict).toBe(verdict);
  });

  it.each([
    [1.5, 'met'],
    [1.51, 'missed'],
  ])('keeps a lower limit of %f with a ratio of 1.5: %s', (at_least, verdict) => {
    expect(figure(comparison({ limit: { at_least, at_most: 2 } })).verdict).toBe(verdict);
  });

  it('has no verdict without a limit', () => {
    expect(figure(comparison({ limit: null })).verdict).toBeNull();
  });

  it('is a share of a slice where slices were timed', () => {
    const samples = { measured: [10], control: [5], slices: [50, 40] };
    expect(figure(comparison({ samples })).share_of_slice).toBe(0.25);
    expect(figure(comparison()).share_of_slice).toBeNull();
  });

  it('is refused without samples', () => {
    const samples = { measured: [], control: [1] };
    expect(() => figure(comparison({ samples }))).toThrow('start_up_help: nothing was measured');
  });

  it('is refused beside a control that took nothing', () => {
    const samples = { measured: [1], control: [0] };
    expect(() => figure(comparison({ samples }))).toThrow('bare Node took 0');
  });

  it('is refused where a sample is no number', () => {
    const samples = { measured: [Number.NaN], control: [1] };
    expect(() => figure(comparison({ samples }))).toThrow('a sample is no number');
  });
});
