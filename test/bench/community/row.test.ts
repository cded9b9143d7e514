import { describe, expect, it } from 'vitest';
import { type Comparison, figure } from '../../../bench/community/row.ts';
import { table } from '../../../bench/community/table.ts';

const comparison = (changes: Partial<Comparison> = {}): Comparison => ({
  id: 'stats',
  title: 'stats',
  beside: 'few members',
  statistic: 'p50 of 100',
  unit: 'ms',
  measured: 0.75,
  control: 0.5,
  compared: 'ratio',
  goal: { measured_at_most: 1, ratio_at_most: 2 },
  ...changes,
});

describe('a figure', () => {
  it.each([
    [{}, 'met'],
    [{ measured: 1.1, control: 1 }, 'missed'],
    [{ measured: 0.9, control: 0.4 }, 'missed'],
    [{ goal: { ratio_at_least: 1.5 } }, 'met'],
    [{ goal: { ratio_at_least: 1.6 } }, 'missed'],
    [{ goal: { difference_at_most: 0.1 } }, 'missed'],
    [{ goal: { measured_at_least: 0.8 } }, 'missed'],
    [{ goal: null }, null],
  ] as const)('has to keep every bound of its goal: %j', (changes, verdict) => {
    expect(figure(comparison(changes)).verdict).toBe(verdict);
  });

  it('is refused where it is no number', () => {
    expect(() => figure(comparison({ control: Number.NaN }))).toThrow('stats');
  });
});

it('lays out what is compared with what', () => {
  const rows = [
    figure(comparison()),
    figure(
      comparison({
        title: 'cold stats',
        measured: 70,
        control: 64,
        compared: 'difference',
        goal: { difference_at_most: 15 },
      }),
    ),
    figure(comparison({ title: 'joins', unit: 'per_s', measured: 3000, control: 9000, goal: null })),
    { id: 'kill', title: 'kill', status: 'failed', reason: 'it is not built' } as const,
  ];
  expect(`\n${table(rows)}\n`).toBe(`
            tito     control  compared  goal            verdict  beside
stats       0.750ms  0.500ms  1.50×     ≤ 1.00ms, ≤ 2×  met      few members (p50 of 100)
cold stats  70.0ms   64.0ms   +6.00ms   ≤ +15.0ms       met      few members (p50 of 100)
joins       3,000/s  9,000/s  0.333×    none                     few members (p50 of 100)
kill        failed   it is not built
`);
});
