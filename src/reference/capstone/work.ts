import { type Architecture, multiplyAdds } from '../models/architecture.ts';

/** Going forward, and backward by weights and by inputs. */
const PASSES = 3;
/** Progress is told this often over the whole training, and at least once per so many multiply-adds. */
const REPORTS = 200;

/** Multiply-adds of training on one image once. */
export const trainingWork = (architecture: Architecture): number => PASSES * multiplyAdds(architecture);

/** How much a training may take: multiply-adds, of which plain JavaScript does about 10^9 a second, and images of use. */
export interface Budget {
  work: number;
  images: number;
}

/** How many images the budget lets an architecture learn from. */
export const affordableImages = (architecture: Architecture, { work, images }: Budget): number =>
  Math.min(images, Math.floor(work / trainingWork(architecture)));

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
