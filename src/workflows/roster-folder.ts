import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';
import type { CapstoneRun } from '../schema/capstone-run.ts';
import { type RosterPlan, rosterPlan } from '../schema/roster.ts';
import { readRun } from '../storage/read-run.ts';
import { stamp } from '../storage/results-folder.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

const PLAN = 'roster.json';

/**
 * Names of the students' folders, sorted; hidden ones and those that begin with `_` are left out.
 * @throws TitoError `roster_missing`
 */
export function studentsIn(directory: string): string[] {
  const isFolder = statSync(directory, { throwIfNoEntry: false })?.isDirectory();
  if (!isFolder) throw new TitoError('roster_missing', { roster: directory, reason: 'it is no folder.' });
  const students = readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !/^[._]/.test(name))
    .filter(({ name }) => statSync(join(directory, name), { throwIfNoEntry: false })?.isDirectory())
    .map(({ name }) => name)
    .sort();
  if (students.length > 0) return students;
  throw new TitoError('roster_missing', { roster: directory, reason: 'there is no folder in it.' });
}

/**
 * Where a roster's runs are kept, with the plan that all of them follow.
 *
 * @param isResumed take the newest roster of the same folder that is there; a new one otherwise
 * @throws TitoError `not_saved` where the folder can't be written: without it an hour's work would be lost
 */
export function openRoster(
  results: string,
  isResumed: boolean,
  plan: RosterPlan,
): { folder: string; plan: RosterPlan } {
  const known = isResumed ? newestOf(results, plan) : null;
  if (known) return known;
  try {
    for (let attempt = 1; ; attempt++) {
      const name = `roster_${stamp(Date.parse(plan.started_at))}${attempt === 1 ? '' : `_${attempt}`}`;
      const folder = join(results, name);
      if (existsSync(folder)) continue;
      mkdirSync(folder, { recursive: true });
      writeAtomically(join(folder, PLAN), `${JSON.stringify(plan, null, 2)}\n`);
      return { folder, plan };
    }
  } catch (cause) {
    throw new TitoError('not_saved', { file: results, reason: systemReason(cause) }, cause);
  }
}

/** The newest roster of the same students and track. */
function newestOf(
  results: string,
  { roster, track }: RosterPlan,
): { folder: string; plan: RosterPlan } | null {
  if (!existsSync(results)) return null;
  const known = readdirSync(results)
    .filter((name) => name.startsWith('roster_'))
    .map((name) => join(results, name))
    .flatMap((folder) => {
      const plan = readPlan(join(folder, PLAN));
      return plan && plan.roster === roster && plan.track === track ? [{ folder, plan }] : [];
    })
    .sort((a, b) => (a.plan.started_at < b.plan.started_at ? 1 : -1));
  return known[0] ?? null;
}

function readPlan(file: string): RosterPlan | null {
  try {
    return rosterPlan.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not one of ours, or cut off before anything was run.
    return null;
  }
}

/** A student's run that came to its end, whatever its end was; null where there is none that can be read. */
export function finishedRun(folder: string): { run: CapstoneRun; file: string } | null {
  if (!existsSync(folder)) return null;
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const file = join(folder, name);
    try {
      const { run } = readRun(file);
      if (run.plan.kind === 'capstone' && !run.interrupted) return { run: run as CapstoneRun, file };
    } catch (cause) {
      if (!(cause instanceof TitoError)) throw cause;
    }
  }
  return null;
}
