import { median } from 'simple-statistics';
import type { AnyRun } from '../../schema/runs.ts';
import { type Finding, refuse } from './finding.ts';
import { turnLists } from './turns.ts';

/** Slices below this many may agree by chance. */
const FEWEST_SLICES = 20;
/** The clock has to be this much finer than a slice before equal slices mean anything. */
const FINE = 1e-4;

/**
 * Times without noise. Two slices agree to the last digit now and then; where the clock is ten thousand times finer
 * than a slice, more than half of them never do: even a quiet machine varies by a tenth of a per cent.
 */
export function checkNoise(run: AnyRun): Finding[] {
  const resolution = run.environment.timer_resolution_ms;
  return turnLists(run)
    .flatMap(({ contenders }) => contenders)
    .filter(({ slices_ms }) => slices_ms.length >= FEWEST_SLICES)
    .filter(({ slices_ms }) => resolution < FINE * median([...slices_ms]))
    .flatMap(({ path, slices_ms }) => {
      const equal = mostEqual(slices_ms);
      if (equal <= slices_ms.length / 2) return [];
      const text = `${equal} of ${slices_ms.length} slices took the same time to the last digit`;
      return [refuse('no_noise', `${path}.slices_ms`, text)];
    });
}

/** How often the most frequent value stands there. */
function mostEqual(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
