/**
 * A child process: compares functions as users of tinybench and mitata do, one after the other in one process, and
 * prints p values over their samples, the ratio that they show, and the typical time of the first.
 */

import { measure } from 'mitata';
import { median } from 'simple-statistics';
import { Bench } from 'tinybench';
import { mannWhitney, welch } from './statistics.ts';

const [, , milliseconds = '2000', ...files] = process.argv;
/** Of the time of both tools, for each function by one of them. */
const EACH_MS = Number(milliseconds) / files.length;
const WARM_UP_MS = 120;

interface Loaded {
  setup?: () => unknown;
  run: (state: unknown) => unknown;
}
const runs = await Promise.all(
  files.map(async (file) => {
    const { default: workload } = (await import(file)) as { default: Loaded };
    const state = workload.setup?.();
    return () => workload.run(state);
  }),
);

const bench = new Bench({ time: EACH_MS - WARM_UP_MS, warmupTime: WARM_UP_MS, retainSamples: true });
for (const [i, run] of runs.entries()) bench.add(`${i}`, run);
await bench.run();
const tinybench = bench.tasks.map(({ result }) =>
  'latency' in result ? [...(result.latency.samples ?? [])] : [],
);
const mitata: number[][] = [];
// Its samples are in nanoseconds, as is its time.
for (const run of runs) mitata.push((await measure(run, { min_cpu_time: EACH_MS * 1e6 })).samples);

function figures([a = [], b = []]: number[][]) {
  const typical_ms = median(a);
  if (b.length === 0) return { typical_ms };
  return { welch: welch(a, b), mann_whitney: mannWhitney(a, b), ratio: median(b) / median(a), typical_ms };
}
process.stdout.write(JSON.stringify({ tinybench: figures(tinybench), mitata: figures(mitata) }));
