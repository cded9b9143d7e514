import { expect, it } from 'vitest';
import { judgeWorkloads, type Rules } from '../../../src/analysis/comparison/judge.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import type { MeasuredWorkload } from '../../../src/schema/measured-workload.ts';
import type { Block } from '../../../src/schema/run.ts';
import { simulateBlock } from '../comparisons/simulated-noise.ts';

const LOOKS = [1, 2, 4, 8];
const IDS = ['one', 'two', 'three', 'four', 'five'];
const PAIRS = 20;
const workloads = IDS.map(
  (id): MeasuredWorkload => ({
    shape: 'function',
    id,
    title: id,
    unit: 'call',
    units_per_call: 1,
    score: null,
  }),
);

/** Nothing is negligible and nothing the same, so that every claim is one of a difference and all looks are taken. */
const rules: Rules = {
  delta: 1e-9,
  margin: 1e-9,
  alpha: 0.05,
  looks: LOOKS,
  timing: { budget_s: 10, slice_ms: 0.5, warm_up_ms: {}, isolates: 8, call_limit_s: 10 },
  workloads,
};

function blockOf(
  random: ReturnType<typeof seededRandom>,
  workload: string,
  replicate: number,
  started_ms: number,
): Block {
  // Isolates differ by more than their pairs scatter: the interval is that of the isolates, which errs most often.
  const { logRatios } = simulateBlock(random, { pairs: PAIRS, effect: 0, isolateSd: 0.02 });
  const contender = (id: string, slices_ms: number[]) => ({
    id,
    status: 'ok' as const,
    result_hash: null,
    start_ms: 0,
    warm_up_calls: 1,
    calls_per_slice: 1,
    slices_ms,
    preempted: [],
    calls_ms: [],
    calls_per_sample: 1,
  });
  return {
    workload,
    replicate,
    started_ms,
    processor: 0,
    coins: logRatios.map(() => 0),
    contenders: [
      contender(
        'a',
        logRatios.map(() => 1),
      ),
      contender('b', logRatios.map(Math.exp)),
    ],
  };
}

/** A whole run of equal code, as it is measured: look, stop with what is settled. @returns workloads called different */
function falseClaims(random: ReturnType<typeof seededRandom>, judge: typeof judgeWorkloads): number {
  const blocks: Block[] = [];
  let judged: ReturnType<typeof judgeWorkloads> = [];
  const settled = new Set<string>();
  for (let replicate = 0; replicate < Math.max(...LOOKS); replicate++) {
    for (const id of IDS)
      if (!settled.has(id)) blocks.push(blockOf(random, id, replicate, 250 * blocks.length));
    if (!LOOKS.includes(replicate + 1)) continue;
    judged = judge(rules, workloads, blocks);
    for (const [i, { isSettled }] of judged.entries()) {
      if (isSettled) settled.add(IDS[i] ?? '');
    }
  }
  return judged.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower').length;
}

const RUNS = 80;

/** Each workload by itself, as if it were the only one. */
const oneByOne: typeof judgeWorkloads = (given, of, blocks) =>
  of.flatMap((workload) => judgeWorkloads(given, [workload], blocks));

it('makes a false claim about any of five workloads in at most one of twenty runs, over all looks', () => {
  const wrong = (judge: typeof judgeWorkloads) => {
    const random = seededRandom(31);
    return Array.from({ length: RUNS }, () => falseClaims(random, judge)).filter((claims) => claims > 0)
      .length;
  };
  // Two standard errors of a share of 5 % in 80 runs are 5 points; one by one they would err in nearly a quarter.
  expect(wrong(judgeWorkloads) / RUNS).toBeLessThanOrEqual(0.05);
  expect(wrong(oneByOne) / RUNS).toBeGreaterThan(0.08);
});
