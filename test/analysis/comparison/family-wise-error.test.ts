import { expect, it } from 'vitest';
import { judgeAtLooks, judgeWorkloads, type Rules } from '../../../src/analysis/comparison/judge.ts';
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

type Judge = (
  of: readonly MeasuredWorkload[],
  blocks: Block[],
  isEnd: boolean,
) => ReturnType<typeof judgeWorkloads>;

/**
 * A whole run of equal code, as it is measured: look, stop with what is settled.
 * @param most isolates after which time is up
 * @returns workloads called different
 */
function falseClaims(random: ReturnType<typeof seededRandom>, judge: Judge, most: number): number {
  const blocks: Block[] = [];
  const settled = new Set<string>();
  for (let replicate = 0; replicate < most; replicate++) {
    for (const id of IDS)
      if (!settled.has(id)) blocks.push(blockOf(random, id, replicate, 250 * blocks.length));
    if (!LOOKS.includes(replicate + 1)) continue;
    for (const [i, { isSettled }] of judge(workloads, blocks, false).entries()) {
      if (isSettled) settled.add(IDS[i] ?? '');
    }
  }
  const judged = judge(workloads, blocks, true);
  return judged.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower').length;
}

const RUNS = 80;

const together: Judge = (of, blocks, isEnd) => (isEnd ? judgeWorkloads : judgeAtLooks)(rules, of, blocks);

/** Each workload by itself, as if it were the only one. */
const oneByOne: Judge = (of, blocks, isEnd) => of.flatMap((workload) => together([workload], blocks, isEnd));

const wrong = (judge: Judge, most: number) => {
  const random = seededRandom(31);
  const claims = Array.from({ length: RUNS }, () => falseClaims(random, judge, most));
  return claims.filter((count) => count > 0).length / RUNS;
};

it('makes a false claim about any of five workloads in at most one of twenty runs, over all looks', () => {
  // Two standard errors of a share of 5 % in 80 runs are 5 points; one by one they would err in nearly a quarter.
  expect(wrong(together, 8)).toBeLessThanOrEqual(0.07);
  expect(wrong(oneByOne, 8)).toBeGreaterThan(0.1);
});

it('makes no more of them where time is up between two looks', () => {
  expect(wrong(together, 5)).toBeLessThanOrEqual(0.07);
});
