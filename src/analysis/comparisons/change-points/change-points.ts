import type { Random } from '../../random.ts';
import { bestStretch } from './best-stretch.ts';
import { neighbourResemblance } from './neighbour-noise.ts';
import { type StepSize, stepSize } from './step-size.ts';
import { stretchP } from './stretch-p.ts';

/** Per test; chosen so that a series without a step has one in at most 5 % of cases even where runs are alike (simulated). */
const ALPHA = 0.03;

/** A change of level that persists, between the runs `at - 1` and `at`. */
export interface Step extends StepSize {
  /** Index of the first run after it. */
  at: number;
  /** p value of the stretch that it bounds. */
  p: number;
}

interface Cut {
  at: number;
  p: number;
}

/**
 * The steps of a history of levels: each lasts for three runs or more on both sides, stands out of the noise, and is at
 * least `smallest` high. Found by circular binary segmentation: the stretch that stands out most, if a series without
 * steps rarely has one like it, then the same within the parts that it leaves. Cuts whose two sides turn out not to
 * differ are taken back, the least certain one first. Sources: Olshen et al., Biostatistics 5, 2004, with a bootstrap
 * for correlated runs in place of their permutations (`stretchP`), and their "pruning".
 *
 * For 5 to 500 runs. Eight at least are needed for a step as large as five times the noise to be likely seen.
 *
 * @param levels logarithms, in the order of time, of runs of one machine and one benchmark
 * @param smallest step worth a report, in the unit of the levels: ln 1.01 for 1 %
 * @throws RangeError where a level is not finite
 */
export function changePoints(levels: readonly number[], random: Random, smallest = Math.log(1.01)): Step[] {
  const bad = levels.find((level) => !Number.isFinite(level));
  if (bad !== undefined) throw new RangeError(`A level is ${bad}; only finite numbers can be compared.`);
  const phi = neighbourResemblance(levels);
  let cuts = cutsOf(levels, 0, random).sort((a, b) => a.at - b.at);
  for (;;) {
    const steps = cuts.map((cut, i) => {
      const before = levels.slice(cuts[i - 1]?.at ?? 0, cut.at);
      const after = levels.slice(cut.at, cuts[i + 1]?.at);
      return { ...cut, ...stepSize(before, after, phi) };
    });
    const doubtful = steps
      .filter((step) => isDoubtful(step, smallest))
      .sort((a, b) => certainty(a) - certainty(b))[0];
    if (doubtful === undefined) return steps;
    cuts = cuts.filter(({ at }) => at !== doubtful.at);
  }
}

const isDoubtful = ({ size, ci95: [low, high] }: StepSize, smallest: number) =>
  Math.abs(size) < smallest || (low <= 0 && high >= 0);

/** Size in half widths of the interval. */
const certainty = ({ size, ci95: [low, high] }: StepSize) =>
  Math.abs(size) / (high - low || Number.MIN_VALUE);

/** All cuts of a part that begins at `offset` of the whole. */
function cutsOf(part: readonly number[], offset: number, random: Random): Cut[] {
  const found = bestStretch(part);
  if (found.score === Number.NEGATIVE_INFINITY) return [];
  const p = stretchP(part, found, ALPHA, random);
  if (p > ALPHA) return [];
  const bounds = [0, found.first, found.end, part.length];
  const own = [found.first, found.end].filter((cut) => cut > 0 && cut < part.length);
  const within = bounds.slice(1).flatMap((end, i) => {
    const first = bounds[i] ?? 0;
    return end > first ? cutsOf(part.slice(first, end), offset + first, random) : [];
  });
  return [...own.map((at) => ({ at: offset + at, p })), ...within];
}
