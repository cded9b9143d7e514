import { DIGITS_VERSION, generateDigits } from '../../src/reference/digits/generate.ts';
import { type AnyRun, isCapstone } from '../../src/schema/runs.ts';

/** Beyond these a plan asks for more work than a check is worth; tito itself draws 1,000 images of at most 28 pixels. */
const MOST_IMAGES = 20_000;
const LARGEST_SIZE = 64;

/** The labels that the generator gives for the run's seed; null where this tito can't tell. */
export function drawLabels(run: AnyRun): string | null {
  if (!isCapstone(run)) return null;
  const { source, generator, size, test_count: count } = run.plan.data;
  const seed = run.test?.test_seed ?? null;
  if (source !== 'generated' || generator !== DIGITS_VERSION || seed === null) return null;
  if (count > MOST_IMAGES || size > LARGEST_SIZE) return null;
  return generateDigits({ count, size, seed }).labels.join('');
}
