/** One figure of the registry beside a control that was measured in the same run. */

/** What a figure has to keep; bounds that are not there are open. */
export interface Goal {
  measured_at_most?: number;
  measured_at_least?: number;
  /** measured / control */
  ratio_at_most?: number;
  ratio_at_least?: number;
  /** measured - control */
  difference_at_most?: number;
}

export interface Comparison {
  id: string;
  /** What was measured. */
  title: string;
  /** What the control is. */
  beside: string;
  /** How many samples there are and what was taken of them. */
  statistic: string;
  unit: 'ms' | 'per_s' | 'count';
  measured: number;
  control: number;
  /** How the two are compared in the table. */
  compared: 'ratio' | 'difference';
  goal: Goal | null;
}

export interface Figure extends Comparison {
  status: 'ok';
  verdict: 'met' | 'missed' | null;
}

/** What gave no figure, and why. */
export interface Absence {
  id: string;
  title: string;
  status: 'failed';
  reason: string;
}

export type Row = Figure | Absence;

/**
 * Judges a comparison by its goal.
 * @throws RangeError where a number is none
 */
export function figure(comparison: Comparison): Figure {
  const { id, measured, control, goal } = comparison;
  if (![measured, control].every(Number.isFinite)) throw new RangeError(`${id}: a figure is no number`);
  return { ...comparison, status: 'ok', verdict: goal && judge(measured, control, goal) };
}

function judge(measured: number, control: number, goal: Goal): 'met' | 'missed' {
  const isWithin = (value: number, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY) =>
    value >= low && value <= high;
  const isMet =
    isWithin(measured, goal.measured_at_least, goal.measured_at_most) &&
    isWithin(measured / control, goal.ratio_at_least, goal.ratio_at_most) &&
    isWithin(measured - control, undefined, goal.difference_at_most);
  return isMet ? 'met' : 'missed';
}
