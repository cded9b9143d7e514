/** One figure of the bench: a quantity of tito beside a control that was measured in the same minutes. */
import { median } from 'simple-statistics';

/** What a ratio has to stay within; null bounds are open. */
export interface Limit {
  at_least: number | null;
  at_most: number;
}

export interface Comparison {
  id: string;
  title: string;
  /** What `control` is. */
  beside: string;
  unit: 'ms' | 'bytes';
  statistic: 'minimum' | 'median';
  /** The published limit of the ratio, or null where there is none. */
  limit: Limit | null;
  /** In the unit; `slices` are the timed slices that the measured time is the price of. */
  samples: { measured: readonly number[]; control: readonly number[]; slices?: readonly number[] };
}

export interface Figure extends Comparison {
  status: 'ok';
  measured: number;
  control: number;
  /** measured / control */
  ratio: number;
  /** measured / slice; null where there are no slices. */
  share_of_slice: number | null;
  verdict: 'met' | 'missed' | null;
}

/** What gave no figure, and why. */
export interface Absence {
  id: string;
  title: string;
  status: 'skipped' | 'failed';
  reason: string;
}

export type Row = Figure | Absence;

/** What a measurement may know of the world. */
export interface Surroundings {
  /** Folder of the repository. */
  root: string;
  /** Program that runs Python. */
  python: string;
}

export interface Measurement {
  id: string;
  title: string;
  needs_python: boolean;
  measure: (surroundings: Surroundings) => Promise<Row[]>;
}

const SUMMARIES = {
  minimum: (samples: readonly number[]) => Math.min(...samples),
  median: (samples: readonly number[]) => median([...samples]),
};

/**
 * Sums samples up and judges their ratio.
 * @throws RangeError where samples are absent or no numbers, or the control took nothing
 */
export function figure(comparison: Comparison): Figure {
  const { samples, statistic, limit } = comparison;
  for (const each of Object.values<readonly number[]>(samples)) {
    if (each.length === 0) throw new RangeError(`${comparison.id}: nothing was measured`);
    if (!each.every(Number.isFinite)) throw new RangeError(`${comparison.id}: a sample is no number`);
  }
  const summarise = SUMMARIES[statistic];
  const measured = summarise(samples.measured);
  const control = summarise(samples.control);
  if (!(control > 0)) throw new RangeError(`${comparison.id}: ${comparison.beside} took ${control}`);
  const ratio = measured / control;
  const share_of_slice = samples.slices ? measured / summarise(samples.slices) : null;
  const verdict = limit && judge(ratio, limit);
  return { ...comparison, status: 'ok', measured, control, ratio, share_of_slice, verdict };
}

const judge = (ratio: number, { at_least, at_most }: Limit) =>
  ratio <= at_most && ratio >= (at_least ?? Number.NEGATIVE_INFINITY) ? 'met' : 'missed';
