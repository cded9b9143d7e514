import { Bench, type Task } from 'tinybench';
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
  const batch = batchFor(Math.min(loop(1), loop(1), loop(1)), () => Math.min(loop(64), loop(64), loop(64)));
  const bench = benchFor(budgetMs);
  bench.add('call', () => asSample(loop(batch), batch), { async: false });
  const [task] = bench.runSync();
  return { calls_ms: samplesOf(task), calls_per_sample: batch };
}

/** The same for a loop that awaits its calls. */
export async function sampleAwaited(
  loop: (calls: number) => number | Promise<number>,
  budgetMs: number,
): Promise<CallSamples> {
  const single = await loop(1);
  const of64 = single < SHORTEST_SAMPLE_MS ? await loop(64) : 64 * single;
  const batch = batchFor(single, () => of64);
  const bench = benchFor(budgetMs);
  bench.add('call', async () => asSample(await loop(batch), batch), { async: true });
  const [task] = await bench.run();
  return { calls_ms: samplesOf(task), calls_per_sample: batch };
}

function batchFor(single: number, of64: () => number): number {
  if (single >= SHORTEST_SAMPLE_MS) return 1;
  return Math.max(1, Math.ceil(SHORTEST_SAMPLE_MS / Math.max(of64() / 64, 1e-6)));
}

const benchFor = (budgetMs: number) =>
  new Bench({ time: budgetMs, iterations: 1, warmup: false, retainSamples: true, throws: true });

const asSample = (ms: number, calls: number) => ({
  overriddenDuration: ms / calls,
  overriddenIterationCost: ms,
});

function samplesOf(task: Task | undefined): number[] {
  const result = task?.result;
  return result && 'latency' in result ? [...(result.latency.samples ?? [])] : [];
}
