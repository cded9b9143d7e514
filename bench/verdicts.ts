/**
 * `npm run bench:verdicts`: how often a comparison is wrong and how much it finds, tito beside tinybench and mitata as
 * their users compare, at equal time. Every pair is measured by each tool in turn, so that all meet the same noise.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wilsonInterval } from '../src/analysis/comparisons/wilson.ts';
import { Pair, type Said, type UsualPs } from './verdicts/study.ts';
import { WORKLOADS } from './verdicts/workloads.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '20' },
    budget: { type: 'string', default: '2' },
    workloads: { type: 'string', default: Object.keys(WORKLOADS).join(',') },
    effects: { type: 'string', default: '0,0.02,0.05,0.1' },
    tito: { type: 'string', default: join(import.meta.dirname, '../dist/bin/tito.js') },
    format: { type: 'string', default: 'console' },
  },
});
const pairs = Number(values.pairs);
const budget = Number(values.budget);
const workloads = values.workloads.split(',');
const effects = values.effects.split(',').map(Number);

interface Cell {
  workload: string;
  /** True slow-down of B. */
  effect: number;
  said: Said[];
  usual: UsualPs[];
}

const cells: Cell[] = workloads.flatMap((workload) =>
  effects.map((effect) => ({ workload, effect, said: [], usual: [] })),
);
const seconds = pairs * cells.length * (budget + 0.8) + pairs * workloads.length * 3.5;
process.stderr.write(`${pairs} pairs in ${cells.length} cells: about ${Math.ceil(seconds / 60)} minutes.\n`);

for (let round = 0; round < pairs; round++) {
  for (const cell of cells) {
    const pair = new Pair(cell.workload, cell.effect);
    try {
      cell.said.push(await pair.compare(values.tito, budget));
      // Half of the time for each of both functions, as tito has it for both together.
      if (cell.effect === 0) cell.usual.push(await pair.usual((budget * 1000) / 4));
    } finally {
      pair.remove();
    }
  }
  process.stderr.write(`  ${round + 1} of ${pairs}\n`);
}

const share = (count: number, of: number) => {
  const interval = wilsonInterval(count, of);
  const percent = (x: number) => Math.round(100 * x);
  return `${count}/${of}${interval ? ` [${percent(interval[0])}-${percent(interval[1])} %]` : ''}`;
};
const deviation = (x: readonly number[]) => {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1));
};

const rows = cells.map(({ workload, effect, said, usual }) => {
  const told = said.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower').length;
  const logs = said.flatMap(({ ratio }) => (ratio === null ? [] : [Math.log(ratio)]));
  const covered = said.filter(({ ci95 }) => ci95 && ci95[0] <= 1 + effect && 1 + effect <= ci95[1]).length;
  const told_by = (name: string) => usual.filter((ps) => (ps[name] ?? 1) < 0.05).length;
  return {
    workload,
    true_effect: effect,
    told_different: share(told, said.length),
    same: said.filter(({ verdict }) => verdict === 'same').length,
    interval_covers: share(covered, said.length),
    median_estimate_percent: (
      100 *
      (Math.exp(logs.toSorted((a, b) => a - b)[logs.length >> 1] ?? 0) - 1)
    ).toFixed(2),
    sd_percent: (100 * deviation(logs)).toFixed(2),
    spent_s: (said.reduce((sum, { spent_s }) => sum + spent_s, 0) / said.length).toFixed(1),
    ...Object.fromEntries(
      Object.keys(usual[0] ?? {}).map((name) => [name, share(told_by(name), usual.length)]),
    ),
  };
});

if (values.format === 'json')
  process.stdout.write(`${JSON.stringify({ pairs, budget_s: budget, cells, rows }, null, 2)}\n`);
else
  for (const row of rows) {
    const line = Object.entries(row).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
    process.stdout.write(`${line.join(' · ')}\n`);
  }
