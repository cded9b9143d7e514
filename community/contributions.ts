import type { Metric } from '../src/schema/community/groups.ts';
import { MILESTONES } from '../src/schema/community/member.ts';
import type { Best, Member, Scope } from './store.ts';

/** One count that a member adds to. `ranked` ones also hold the member's place in the order of the metric. */
export interface Contribution {
  scope: Scope;
  /**
   * A metric, or `members`, `joined` (value: day), `joined_progress` (value: `joinedProgress`) and `milestone_N`
   * (value: day).
   */
  tally: Metric | 'members' | 'joined' | 'joined_progress' | `milestone_${number}`;
  value: number;
  ranked: boolean;
  /** When the value was reached; of ranked ones only, 0 otherwise. Who was first stands first among equals. */
  at: number;
}

const DAY_MS = 86_400_000;

/** Days since 1970 (UTC). */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** Progress as one number: modules first, milestones between equals. 0 to 146. */
export const progressOf = ({
  modules_completed,
  milestones_passed,
}: Pick<Member, 'modules_completed' | 'milestones_passed'>): number =>
  modules_completed * 7 + milestones_passed;

/** The other way round. */
export const fromProgress = (progress: number): { modules_completed: number; milestones_passed: number } => ({
  modules_completed: Math.floor(progress / 7),
  milestones_passed: progress % 7,
});

/** More days than anybody will count from 1970: 273 years. */
const DAYS = 100_000;

/**
 * Progress and the day of joining as one number, in the order of progress, so that those of one progress who joined
 * between two days are a range.
 */
export const joinedProgress = (progress: number, day: number): number => progress * DAYS + day;

/** The other way round. */
export const fromJoinedProgress = (joined_progress: number): { progress: number; day: number } => ({
  progress: Math.floor(joined_progress / DAYS),
  day: joined_progress % DAYS,
});

/**
 * Spellings of one name as one key: compatibility forms folded (NFKD), without accents (U+0300 to U+036F only, since
 * the marks of other scripts are vowels), lower case, punctuation and spaces as one space.
 */
export function institutionKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = keyOf(name);
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(name, key);
  return key;
}

/** Names that were met last: a class writes the same one, and each is looked at again and again. */
const keys = new Map<string, string>();
const MOST_KEYS = 10_000;

const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim() || name;

/** The groups that a member belongs to. */
export function scopesOf(
  member: Pick<Member, 'cohort' | 'class_id' | 'institution' | 'course_type' | 'country'>,
): Scope[] {
  const scopes: Scope[] = [
    { kind: 'all', key: '' },
    { kind: 'cohort', key: member.cohort },
  ];
  if (member.class_id !== null) scopes.push({ kind: 'class', key: member.class_id });
  if (member.institution !== null)
    scopes.push({ kind: 'institution', key: institutionKey(member.institution) });
  if (member.course_type !== null) scopes.push({ kind: 'course_type', key: member.course_type });
  if (member.country !== null) scopes.push({ kind: 'country', key: member.country });
  return scopes;
}

/** Nobody asks for ranks or milestones by country; the map needs how many there are. */
export const isRanked = (kind: Scope['kind']): boolean => kind !== 'country';

/**
 * Everything that a member adds to the registry's counts. The counts are the sum of it over all members, whatever
 * happened in between: a write takes away what a member added before and adds what it adds now.
 */
export function contributionsOf(member: Member, bests: readonly Best[]): Contribution[] {
  const all: Contribution[] = [];
  const day = dayOf(member.joined_at);
  const progress = progressOf(member);
  for (const scope of scopesOf(member)) {
    const add = (tally: Contribution['tally'], value: number, ranked = false, at = 0) =>
      all.push({ scope, tally, value, ranked, at });
    add('members', 0);
    add('joined', day);
    if (!isRanked(scope.kind)) continue;
    for (const [i, passed] of member.milestone_days.entries()) add(milestoneTally(i), passed);
    add('progress', progress, true, member.joined_at);
    add('joined_progress', joinedProgress(progress, day));
    for (const { metric, value, at } of bests) add(metric, value, true, at);
  }
  return all;
}

/** Made once each: a text that is put together is looked up more slowly than one that is known. */
const MILESTONE_TALLIES = Array.from({ length: MILESTONES }, (_, i) => `milestone_${i + 1}` as const);

const milestoneTally = (i: number): `milestone_${number}` => MILESTONE_TALLIES[i] ?? `milestone_${i + 1}`;
