import { describe, expect, it } from 'vitest';
import { levelOfLook, shareOfLook } from '../../../src/analysis/comparisons/alpha-spending.ts';
import { ratioAt } from '../../../src/analysis/comparisons/ratio-at.ts';
import { signInterval } from '../../../src/analysis/comparisons/sign-test.ts';
import { type Judgement, type VerdictLimits, verdictOf } from '../../../src/analysis/comparisons/verdict.ts';
import { seededRandom } from '../../../src/analysis/random.ts';
import { simulateBlock } from './simulated-noise.ts';

const LOOKS = [1, 2, 4, 6, 8];

interface Study {
  comparisons: number;
  /** True relative effect. */
  effect: number;
  isolateSd: number;
  pairs?: number;
  limits?: VerdictLimits;
  looks?: readonly number[];
  /** Isolates after which time is up: on a slow machine fewer than were planned. */
  most?: number;
}

interface Findings {
  share: (...verdicts: Judgement['verdict'][]) => number;
  /** Share of the final intervals that hold the true ratio. */
  coverage: number;
  /** Mean share of the replicates that was spent. */
  spent: number;
  /** Mean of ln ratio, less the true one. */
  bias: number;
}

/** Whole comparisons as they are made: measure, look, stop at the first verdict that is settled. */
function study({
  comparisons,
  effect,
  isolateSd,
  pairs = 120,
  limits = { delta: 0.01, margin: 0.01 },
  looks = LOOKS,
  most = Math.max(...looks),
}: Study): Findings {
  const random = seededRandom(2024);
  const taken = [...looks.filter((look) => look < most), most];
  const verdicts: Judgement['verdict'][] = [];
  const truth = Math.log1p(effect);
  let [held, spent, bias] = [0, 0, 0];
  for (let k = 0; k < comparisons; k++) {
    const blocks: ReturnType<typeof simulateBlock>[] = [];
    for (const replicates of taken) {
      while (blocks.length < replicates)
        blocks.push(simulateBlock(random, { pairs, effect: truth, isolateSd }));
      const share = shareOfLook(looks, replicates, replicates === most);
      const { ratio, interval } = ratioAt(blocks, levelOfLook(share, 0.05));
      const { verdict, settled } = verdictOf(ratio, interval, limits);
      if (!settled && replicates < most) continue;
      verdicts.push(verdict);
      if (interval && interval[0] <= 1 + effect && interval[1] >= 1 + effect) held++;
      bias += Math.log(Number(ratio)) - truth;
      break;
    }
    spent += blocks.length / most;
  }
  return {
    share: (...wanted) => verdicts.filter((verdict) => wanted.includes(verdict)).length / comparisons,
    coverage: held / comparisons,
    spent: spent / comparisons,
    bias: bias / comparisons,
  };
}

describe('a comparison with five looks, no difference', () => {
  it('calls one faster or slower in at most 3 % of simulated cases', () => {
    const { share, coverage } = study({ comparisons: 300, effect: 0, isolateSd: 0.003 });
    expect(share('faster', 'slower')).toBeLessThanOrEqual(0.03);
    expect(share('same')).toBeGreaterThan(0.5);
    expect(coverage).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    [0.003, 120, 8],
    [0.02, 120, 8],
    [0.02, 120, 5],
    [0, 20, 8],
  ])(
    'excludes 1 in at most one of twenty even where nothing is negligible, isolates differing by %d, with %d pairs in each of %d',
    (isolateSd, pairs, most) => {
      const { share } = study({
        comparisons: 400,
        effect: 0,
        isolateSd,
        pairs,
        most,
        // Nothing is ever the same either, so that all five looks are taken.
        limits: { delta: 0, margin: 1e-9 },
      });
      // Two standard errors of a share of 5 % in 400 comparisons are 2.2 points.
      expect(share('faster', 'slower')).toBeLessThanOrEqual(0.072);
    },
  );

  it('holds with four isolates and with isolates of allocating code, which differ by 3 %', () => {
    const few = study({ comparisons: 200, effect: 0, isolateSd: 0.003, looks: [1, 2, 3, 4] });
    expect(few.share('faster', 'slower')).toBeLessThanOrEqual(0.03);
    const allocating = study({ comparisons: 150, effect: 0, isolateSd: 0.03 });
    expect(allocating.share('faster', 'slower')).toBeLessThanOrEqual(0.05);
    expect(allocating.coverage).toBeGreaterThanOrEqual(0.93);
  });

  it('holds where time is up after five of eight isolates', () => {
    const { share, coverage } = study({ comparisons: 300, effect: 0, isolateSd: 0.01, most: 5 });
    expect(share('faster', 'slower')).toBeLessThanOrEqual(0.05);
    expect(coverage).toBeGreaterThanOrEqual(0.93);
  });
});

describe('a comparison with five looks, a true difference', () => {
  it.each([
    [0.02, 0.85],
    [0.05, 0.95],
    [0.1, 0.99],
    [-0.05, 0.95],
  ])('of %d is found in at least %d of simulated cases', (effect, power) => {
    const { share, coverage, bias } = study({ comparisons: 150, effect, isolateSd: 0.003 });
    expect(share(effect > 0 ? 'slower' : 'faster')).toBeGreaterThanOrEqual(power);
    expect(share(effect > 0 ? 'faster' : 'slower')).toBe(0);
    expect(coverage).toBeGreaterThanOrEqual(0.93);
    expect(Math.abs(bias)).toBeLessThan(0.002);
  });

  it('of a factor of 2 is settled with the first isolate', () => {
    const { share, spent } = study({ comparisons: 100, effect: 1, isolateSd: 0.02 });
    expect(share('slower')).toBe(1);
    expect(spent).toBe(1 / 8);
  });
});

it('would err far more often if each look had the level of a single one', () => {
  const looks = [1, 2, 4, 6, 8];
  const errors = (levelAt: (replicates: number) => number) => {
    const random = seededRandom(6);
    const runs = 400;
    let wrong = 0;
    for (let k = 0; k < runs; k++) {
      const differences = Array.from({ length: 800 }, () => (random.coin() ? 1 : -1) * (0.5 + random.next()));
      const isWrong = looks.some((replicates) => {
        const interval = signInterval(differences.slice(0, 100 * replicates), levelAt(replicates));
        return interval !== null && (interval[0] > 0 || interval[1] < 0);
      });
      if (isWrong) wrong++;
    }
    return wrong / runs;
  };
  expect(errors(() => 0.95)).toBeGreaterThan(0.1);
  // Three standard errors are 3.3 points; the sign test is a little below its level.
  const spending = (replicates: number) => levelOfLook(shareOfLook(looks, replicates, false), 0.05);
  expect(errors(spending)).toBeLessThan(0.08);
});
