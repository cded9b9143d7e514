/**
 * A child process: compares two functions as users of tinybench and mitata do, one after the other, and prints the
 * p values of Welch's t and of Mann-Whitney's U over their samples.
 */
import { measure } from 'mitata';
import { Bench } from 'tinybench';
import { normalTail } from '../../src/analysis/comparisons/standard-normal.ts';

const [, , fileA = '', fileB = '', milliseconds = '450'] = process.argv;

interface Loaded {
  setup: () => unknown;
  run: (state: unknown) => unknown;
}
const load = async (file: string) => {
  const { default: workload } = (await import(file)) as { default: Loaded };
  const state = workload.setup();
  return () => workload.run(state);
};

const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
const variance = (x: readonly number[]) => {
  const middle = mean(x);
  return x.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (x.length - 1);
};
const twoSided = (z: number) => Math.min(1, 2 * normalTail(Math.abs(z)));

/** Welch's t; with samples by the thousand, t is normal. */
const welch = (a: readonly number[], b: readonly number[]) =>
  twoSided((mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length));

/** Mann-Whitney's U by its normal approximation, ties at their mean rank. */
function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranks = 0;
  for (let i = 0; i < all.length; ) {
    let end = i;
    while (end < all.length && all[end]?.value === all[i]?.value) end += 1;
    const rank = (i + end + 1) / 2;
    for (let j = i; j < end; j++) if (all[j]?.isA) ranks += rank;
    i = end;
  }
  const u = ranks - (a.length * (a.length + 1)) / 2;
  const sd = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return twoSided((u - (a.length * b.length) / 2) / sd);
}

const [a, b] = [await load(fileA), await load(fileB)];
const bench = new Bench({ time: Number(milliseconds), warmupTime: 120, retainSamples: true });
bench.add('a', a).add('b', b);
await bench.run();
const samplesOf = (name: string): number[] => {
  const result = bench.getTask(name)?.result;
  return result && 'latency' in result ? [...(result.latency.samples ?? [])] : [];
};
const [tinyA, tinyB] = [samplesOf('a'), samplesOf('b')];
const [mitataA, mitataB] = [(await measure(a)).samples, (await measure(b)).samples];
process.stdout.write(
  JSON.stringify({
    tinybench_welch: welch(tinyA, tinyB),
    tinybench_mann_whitney: mannWhitney(tinyA, tinyB),
    mitata_welch: welch(mitataA, mitataB),
    mitata_mann_whitney: mannWhitney(mitataA, mitataB),
  }),
);
