import { Bench } from 'tinybench';
import type { CallSamples } from '../../contracts.ts';

/** One sample lasts at least this long, so that the clock (about 40 ns a reading) stays below 1 % of it. */
const SHORTEST_SAMPLE_MS = 0.005;

/**
 * Latency distribution of single calls by tinybench, for about `budgetMs`; calls shorter than 5 µs are batched.
 * The generated loop does the timing, so that tinybench's own call site is not part of a sample.
 *
 * @returns durations in milliseconds per call, ascending
 */
export function sampleCalls(loop: (calls: number) => number, budgetMs: number): CallSamples {
  const single = Math.min(loop(1), loop(1), loop(1));
  let batch = 1;
  if (single < SHORTEST_SAMPLE_MS) {
    const perCall = Math.min(loop(64), loop(64), loop(64)) / 64;
    batch = Math.max(1, Math.ceil(SHORTEST_SAMPLE_MS / Math.max(perCall, 1e-6)));
  }
  const bench = new Bench({
    time: budgetMs,
    iterations: 1,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  bench.add(
    'call',
    () => {
      const ms = loop(batch);
      return { overriddenDuration: ms / batch, overriddenIterationCost: ms };
    },
    { async: false },
  );
  const [task] = bench.runSync();
  const result = task?.result;
  const samples = result && 'latency' in result ? (result.latency.samples ?? []) : [];
  return { calls_ms: [...samples], calls_per_sample: batch };
}
