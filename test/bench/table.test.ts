import { expect, it } from 'vitest';
import { figure, type Row } from '../../bench/row.ts';
import { table } from '../../bench/table.ts';

const rows: Row[] = [
  figure({
    id: 'help',
    title: 'Start-up',
    beside: 'bare Node',
    unit: 'ms',
    statistic: 'minimum',
    limit: { at_least: null, at_most: 1.7 },
    samples: { measured: [34.04], control: [20] },
  }),
  figure({
    id: 'bridge',
    title: 'Bridge',
    beside: 'timeit',
    unit: 'ms',
    statistic: 'minimum',
    limit: { at_least: 0.97, at_most: 1.03 },
    samples: { measured: [10, 10.1], control: [10, 11] },
  }),
  figure({
    id: 'memory',
    title: 'Peak memory of it all',
    beside: 'bare Node',
    unit: 'bytes',
    statistic: 'median',
    limit: null,
    samples: { measured: [60 * 2 ** 20], control: [40 * 2 ** 20], slices: [480 * 2 ** 20] },
  }),
  { id: 'python', title: 'Python', status: 'skipped', reason: 'there is no such program, and none like it.' },
];

it('lays figures, limits and reasons out in columns', () => {
  expect(`\n${table(rows)}\n`).toBe(`
                       tito      control   ratio   limit      verdict  beside
Start-up               34.0ms    20.0ms    1.702×  ≤ 1.7      missed   bare Node (minimum of 1)
Bridge                 10.0ms    10.0ms    1.000×  0.97–1.03  met      timeit (minimum of 2)
Peak memory of it all  60.0 MiB  40.0 MiB  1.50×   none                bare Node (median of 1); 13 % of a slice
Python                 skipped   there is no such program, and none like it.
`);
});
