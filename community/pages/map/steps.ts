import { LEAST_GROUP } from '../../store.ts';

/** One colour of the map: countries from so many builders up to the next step. */
export interface Step {
  from: number;
  /** Null for the last one. */
  to: number | null;
}

const MOST_STEPS = 5;
const ROUND = [1, 2, 5] as const;

/** The largest of 1, 2, 5, 10, 20, 50, … that is not above a value. */
function roundedDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND.findLast((each) => each * power <= value) ?? 1);
}

/**
 * Steps of about equal ratio from the least group that is shown to the largest country.
 * @param most members of the largest country
 */
export function stepsUpTo(most: number): Step[] {
  if (most < LEAST_GROUP) return [];
  const ratio = (most / LEAST_GROUP) ** (1 / MOST_STEPS);
  const wanted = Array.from({ length: MOST_STEPS }, (_, i) => roundedDown(LEAST_GROUP * ratio ** i));
  const starts = [...new Set(wanted)].filter((start) => start >= LEAST_GROUP);
  return starts.map((from, i) => {
    const next = starts[i + 1];
    return { from, to: next === undefined ? null : next - 1 };
  });
}

/** Which step a count belongs to, the first being 0. */
export const stepOf = (steps: readonly Step[], members: number): number =>
  steps.findLastIndex(({ from }) => members >= from);
