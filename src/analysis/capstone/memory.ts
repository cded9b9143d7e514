import { median } from 'simple-statistics';
import type { CapstoneContender, CapstoneRun } from '../../schema/capstone-run.ts';
import type { Interval } from '../../schema/primitives.ts';
import { levelOf } from '../comparisons/ratio.ts';

/** Allocators and collectors take memory in steps: what a small model needs was seen to differ by this from run to run. */
const FLOOR_BYTES = 2 ** 20;

export interface Memory {
  /** Typical peak above idle; null where the system does not tell. */
  optimized_bytes: number | null;
  baseline_bytes: number | null;
  /** Optimized over baseline. */
  ratio: number | null;
  ci95: Interval;
}

/**
 * Peak resident memory above idle: the median over isolates, and the ratio with Student's t interval over the
 * isolates' log-ratios. For the ratio both sides count at least 1 MiB, because allocators and collectors take memory in
 * steps: a model that needs 4 KiB is not sixteen times better than one that needs 64.
 */
export function memoryOf({ blocks }: CapstoneRun): Memory {
  const pairs = blocks.flatMap(({ contenders }) => {
    const find = (id: string) => aboveIdle(contenders.find((each) => each.id === id));
    const [optimized, baseline] = [find('optimized'), find('baseline')];
    return optimized === null || baseline === null ? [] : [{ optimized, baseline }];
  });
  const typical = (side: 'optimized' | 'baseline') =>
    pairs.length > 0 ? Math.round(median(pairs.map((pair) => pair[side]))) : null;
  const floored = (bytes: number) => Math.max(FLOOR_BYTES, bytes);
  const { level, ci95 } = levelOf(pairs.map((pair) => [floored(pair.optimized) / floored(pair.baseline)]));
  return { optimized_bytes: typical('optimized'), baseline_bytes: typical('baseline'), ratio: level, ci95 };
}

function aboveIdle(contender: CapstoneContender | undefined): number | null {
  const { idle_bytes = null, peak_bytes = null } = contender ?? {};
  return idle_bytes === null || peak_bytes === null ? null : Math.max(0, peak_bytes - idle_bytes);
}
