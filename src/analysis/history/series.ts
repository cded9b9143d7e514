import { type BetweenRuns, betweenRuns } from '../comparisons/between-runs.ts';
import { changePoints, type Step } from '../comparisons/change-points/change-points.ts';
import { seededRandom } from '../random.ts';
import { type HistoryPoint, inTime, seriesKey } from './points.ts';

/** The search for steps resamples: always the same way, so that a history says the same each time. */
const SEED = 1;
/** Of longer series only so many runs, the newest, are searched: the work grows with the square. */
export const MOST_SEARCHED = 500;

/** Runs of the same work by the same code on one machine, oldest first. */
export interface Series {
  points: readonly [HistoryPoint, ...HistoryPoint[]];
  /** Changes of level that persist; `at` counts in `points`. */
  steps: Step[];
  between: BetweenRuns;
}

/** All series that saved runs make up, in the order of their first runs. */
export function seriesOf(points: readonly HistoryPoint[]): Series[] {
  return [...Map.groupBy(inTime(points), seriesKey).values()].flatMap((own): Series[] => {
    const [first, ...others] = own;
    if (!first) return [];
    const steps = stepsOf(own.map(({ level }) => level));
    return [{ points: [first, ...others], steps, between: betweenRuns(stretchesOf(own, steps)) }];
  });
}

function stepsOf(levels: readonly number[]): Step[] {
  const skipped = Math.max(0, levels.length - MOST_SEARCHED);
  const found = changePoints(levels.slice(skipped), seededRandom(SEED));
  return found.map((step) => ({ ...step, at: step.at + skipped }));
}

/** Levels between one step and the next. */
function stretchesOf(points: readonly HistoryPoint[], steps: readonly Step[]): number[][] {
  const bounds = [0, ...steps.map(({ at }) => at), points.length];
  return bounds.slice(1).map((end, i) => points.slice(bounds[i], end).map(({ level }) => level));
}
