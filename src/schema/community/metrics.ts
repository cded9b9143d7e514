/** What members are counted and ranked by. `overall` and the tracks are the capstone's. */
export const METRICS = [
  'progress',
  'baseline',
  'overall',
  'speed',
  'compression',
  'accuracy',
  'efficiency',
] as const;
export type Metric = (typeof METRICS)[number];
