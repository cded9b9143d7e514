/** Pictures that a report holds beside its words; each reporter draws them as its format can. */
import type { Interval } from './schema/primitives.ts';

/** Ratios with their intervals, drawn as bars from 1 on one logarithmic scale. */
export interface EffectPicture {
  kind: 'effects';
  icon: string;
  title: string;
  items: {
    label: string;
    /** Null where there is none; an estimate without an interval is drawn as a point. */
    ratio: number | null;
    ci95: Interval;
    /** What is said behind the picture. */
    text: string;
    tone?: 'good' | 'bad' | 'warning';
  }[];
}

/** How often what occurred, on one scale for all. */
export interface HistogramPicture {
  kind: 'histogram';
  icon: string;
  title: string;
  /** What the ends of the scale stand for, with their unit. */
  scale: readonly [string, string];
  /** Counts in bins of equal width, equally many for all. */
  items: { label: string; counts: readonly number[] }[];
}

/** Values through time, oldest first, each item drawn as one line on a logarithmic scale of its own. */
export interface TrendPicture {
  kind: 'trends';
  icon: string;
  title: string;
  items: {
    label: string;
    /** Above 0. */
    values: readonly number[];
    /** Indices of the values that are the first ones after a step; these are marked. */
    steps: readonly number[];
    /** What is said behind the picture. */
    text: string;
    tone?: 'good' | 'bad' | 'warning';
  }[];
}
