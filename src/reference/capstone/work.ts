import { type Architecture, multiplyAdds } from '../models/architecture.ts';

/** Going forward, and backward by weights and by inputs. */
const PASSES = 3;
/** Progress is told this often over the whole training, and at least once per so many multiply-adds. */
const REPORTS = 200;

/** Multiply-adds of training on one image once. */
export const trainingWork = (architecture: Architecture): number => PASSES * multiplyAdds(architecture);

/** As many epochs as the work of `budget` multiply-adds allows, but no fewer or more than this. */
export const affordableEpochs = (
  architecture: Architecture,
  images: number,
  budget: number,
  [least, most]: readonly [number, number],
): number => Math.min(most, Math.max(least, Math.floor(budget / (trainingWork(architecture) * images))));

/** Counts work towards a total, and tells of it about two hundred times. */
export function progressOf(
  total: number,
  tell: (done: number, total: number) => void,
): (work: number) => void {
  let done = 0;
  let told = 0;
  tell(0, total);
  return (work) => {
    done += work;
    if (done - told < total / REPORTS && done < total) return;
    told = done;
    tell(Math.min(done, total), total);
  };
}
