import { expect, it } from 'vitest';
import type { Outcome } from '../../../bench/verdicts/outcome.ts';
import { table } from '../../../bench/verdicts/table.ts';

const told = (verdict: string, ratio: number | null, ci95: [number, number] | null) => ({
  verdict,
  ratio,
  ci95,
  pairs: 600,
  isolates: 6,
  spent_s: 2,
});
const at = (workload: string, effect: number, load: 'none' | 'both' = 'none') => ({ workload, effect, load });
const p = (welch: number, mann_whitney: number) => ({ welch, mann_whitney, ratio: 1 });

const OUTCOMES: Outcome[] = [
  { kind: 'study', at: '2026-01-31T12:00:00.000Z', machine: 'Example CPU', budget_s: 2 },
  { kind: 'function', by: 'tito', ...at('json', 0), ...told('same', 1, [0.99, 1.01]) },
  { kind: 'function', by: 'tito', ...at('json', 0), ...told('slower', 1.04, [1.02, 1.06]) },
  { kind: 'function', by: 'tito', ...at('json', 0, 'both'), ...told('inconclusive', 0.99, null) },
  { kind: 'function', by: 'tito', ...at('json', 0.05), ...told('slower', 1.05, [1.04, 1.06]) },
  {
    kind: 'function-tools',
    ...at('json', 0),
    spent_s: 4,
    tools: { tinybench: p(0.01, 0.2), mitata: p(0.5, 0.001) },
  },
  { kind: 'command', ...told('inconclusive', 1.01, [0.9, 1.1]) },
  { kind: 'command-tools', welch: 0.01, ratio: 1.1 },
  { kind: 'closures', tito: 1.02, tinybench: 1.38, mitata: 1.4 },
  {
    kind: 'saved-pair',
    workload: 'json',
    minutes_apart: 31.2,
    gate_failed: false,
    verdict: 'inconclusive',
    ratio: 1.01,
    ci95: [0.9, 1.1],
  },
];

const cellsOf = (start: string) =>
  table(OUTCOMES)
    .split('\n')
    .find((line) => line.startsWith(`| ${start}`))
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

it('counts false claims, what the interval holds, bias and spread, beside the other tools', () => {
  expect(cellsOf('A/A ~1 µs |')).toEqual([
    'A/A ~1 µs',
    '≤ 3 %',
    '1/2',
    '0/2',
    '+1.98 %',
    '1/2',
    '2.77 %',
    '1/1',
    '0/1',
    '0/1',
    '1/1',
  ]);
  expect(cellsOf('A/A ~1 µs, both cores busy')?.slice(2, 7)).toEqual(['0/1', '1/1', '−1.00 %', '–', '–']);
  expect(cellsOf('+5 % ~1 µs')?.slice(1, 6)).toEqual(['≥ 95 %', '1/1', '0/1', '+0.00 %', '1/1']);
});

it('has commands, closures and saved runs in rows of their own', () => {
  expect(cellsOf('A/A `node -e 0`, 600 pairs')?.[7]).toBe('1/1 (one after the other, Welch)');
  expect(cellsOf('time beside a closure')?.[2]).toBe('+2.0 % (0/1 beyond 5 %)');
  expect(cellsOf('time beside a closure')?.[7]).toBe('+38.0 %');
  expect(cellsOf('saved runs ≥ 31 min apart, ~1 µs')?.slice(2, 4)).toEqual(['0/1 gates', '1/1']);
});

it('has the same number of cells in every row, and says what it was measured on', () => {
  const lines = table(OUTCOMES)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
  expect(table(OUTCOMES)).toContain('Example CPU; 2026-01-31; 2 s for each comparison');
  expect(table(OUTCOMES.slice(0, 1))).toBe('Nothing was measured yet.\n');
});
