import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MILESTONES, MODULES } from '../schema/community/member.ts';
import { findRuns } from './find-runs.ts';
import {
  type Item,
  moduleTitles,
  PROGRESS_FILES,
  type ProgressFile,
  readProgressFile,
} from './progress-files.ts';

/** A figure and the file that it is from. */
export interface Found<T> {
  value: T;
  origin: string;
}

export interface FoundProgress {
  /** How many; null where no file tells. */
  modules_completed: Found<number> | null;
  milestones_passed: Found<number> | null;
  setup_verified: Found<boolean> | null;
  /** What could not be read, and where files disagree; each in a sentence. */
  warnings: string[];
}

/** Folders above the working directory that are looked at. */
const MOST_LEVELS = 8;

/**
 * Reads how far the user is from the course's own files, in all their known forms and places, in the nearest folder at
 * or above the working directory that holds any; nothing above a repository or the user's home is looked at.
 *
 * @param results folder of the results, for the newest baseline
 * @param home null where there is none
 * @param now milliseconds since 1970
 */
export function readProgress({
  cwd,
  home,
  results,
  now,
}: {
  cwd: string;
  home: string | null;
  results: string;
  now: number;
}): FoundProgress {
  const warnings: string[] = [];
  const root = folderWithProgress(cwd, home);
  const read = (item: Item, most: number) => {
    if (root === null) return null;
    const titles = item === 'module' ? moduleTitles(root) : new Map<string, number>();
    const files = PROGRESS_FILES[item].flatMap(
      (path) => readProgressFile(join(root, path), item, { most, titles }, warnings) ?? [],
    );
    return newestOf(files, item, warnings);
  };
  const modules_completed = read('module', MODULES);
  const milestones_passed = read('milestone', MILESTONES);
  return {
    modules_completed,
    milestones_passed,
    setup_verified: readSetup(results, now, warnings),
    warnings,
  };
}

function folderWithProgress(cwd: string, home: string | null): string | null {
  const paths = Object.values(PROGRESS_FILES).flat();
  let folder = cwd;
  for (let level = 0; level <= MOST_LEVELS; level++) {
    const here = folder;
    if (paths.some((path) => existsSync(join(here, path)))) return here;
    if (here === home || existsSync(join(here, '.git')) || dirname(here) === here) return null;
    folder = dirname(here);
  }
  return null;
}

function newestOf(files: readonly ProgressFile[], item: Item, warnings: string[]): Found<number> | null {
  const [newest, ...others] = files.toSorted((a, b) => b.at - a.at);
  if (!newest) return null;
  for (const other of others) {
    if (`${other.done}` === `${newest.done}`) continue;
    warnings.push(
      `${newest.file} has ${newest.done.length} ${item}s and ${other.file} has ${other.done.length}; ` +
        `the one that was changed last counts. If it is wrong, say it yourself: --${item}s NUMBER.`,
    );
  }
  return { value: newest.done.length, origin: newest.file };
}

function readSetup(results: string, now: number, warnings: string[]): Found<boolean> | null {
  const { baseline, warnings: passedOver } = findRuns(results, { now, kinds: ['baseline'] });
  warnings.push(...passedOver);
  const verified = baseline?.document.setup_verified;
  return baseline && typeof verified === 'boolean' ? { value: verified, origin: baseline.file } : null;
}
