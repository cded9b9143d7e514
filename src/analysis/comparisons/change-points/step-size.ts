import { mean } from 'simple-statistics';
import { studentCritical } from '../student-t.ts';
import { clipSpikes } from './clip-spikes.ts';

/** A difference of levels, in their unit. */
export interface StepSize {
  size: number;
  ci95: [number, number];
}

/**
 * How far the runs before a step and those after it are apart: the difference of their means without spikes, with
 * Student's interval for two samples of one variance, wider by sqrt((1 + phi) / (1 - phi)) as runs resemble the one
 * before. Sources: Snedecor & Cochran, Statistical Methods, 8th ed. 1989, section 6.9; the variance of a mean of AR(1)
 * values: Box, Jenkins & Reinsel, Time Series Analysis, 3rd ed. 1994, section 2.1.
 *
 * @param before two or more, without a step among them; `after` likewise
 * @param phi resemblance of neighbours
 */
export function stepSize(before: readonly number[], after: readonly number[], phi: number): StepSize {
  const [earlier, later] = [clipSpikes(before), clipSpikes(after)];
  const [from, to] = [mean(earlier), mean(later)];
  const df = earlier.length + later.length - 2;
  const squares =
    earlier.reduce((sum, value) => sum + (value - from) ** 2, 0) +
    later.reduce((sum, value) => sum + (value - to) ** 2, 0);
  const error = Math.sqrt((squares / df) * (1 / earlier.length + 1 / later.length) * ((1 + phi) / (1 - phi)));
  const reach = studentCritical(df) * error;
  const size = to - from;
  return { size, ci95: [size - reach, size + reach] };
}
