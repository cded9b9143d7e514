/** Values and how many have each, the highest first. */
export type Histogram = readonly { value: number; members: number }[];

/** Standard competition ranking, "1224": 1 + how many have a higher value, so that equals share a rank. */
export const rankIn = (histogram: Histogram, value: number): number =>
  1 + histogram.filter((each) => each.value > value).reduce((sum, { members }) => sum + members, 0);

/** How many there are in a histogram. */
export const countOf = (histogram: Histogram): number =>
  histogram.reduce((sum, { members }) => sum + members, 0);
