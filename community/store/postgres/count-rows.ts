import { MILESTONES } from '../../../src/schema/community/member.ts';
import { fromJoinedProgress } from '../../contributions.ts';
import type { Differences, ScopeChange, TallyChange } from '../differences.ts';
import { scopeId } from './scope-id.ts';

/** What is counted by day stands together: most writes change several of it. */
export const COUNTS_OF_DAY = [
  'joined',
  ...Array.from({ length: MILESTONES }, (_, i) => `milestone_${i + 1}` as const),
] as const;
type DayRow = Record<(typeof COUNTS_OF_DAY)[number], number> & { scope_id: string; day: number };

/** How many more or fewer of a group have each of some values of progress. */
interface ProgressRow {
  scope_id: string;
  places: number[];
  counts: number[];
}

/** The rows of the tables of counts, with what is added to them; each list in the order of its key. */
export function countRows(differences: Differences) {
  const changes = differences.net().map((change) => ({ ...change, id: scopeId(change.scope) }));
  return {
    scopes: changes.map((change) => ({ id: change.id, ...change.scope, n: membersOf(change) })),
    days: changes.flatMap(({ id, tallies }) => daysOf(id, tallies)),
    progress: changes.flatMap(({ id, tallies }) => progressOf(id, tallies)),
    progressOfDays: changes.flatMap(({ id, tallies }) => progressOfDays(id, tallies)),
    tallies: changes.flatMap(({ id, tallies }) =>
      tallies.filter(isOfRun).map((each) => ({ scope_id: id, ...each })),
    ),
    spellings: changes.flatMap(({ id, spellings }) => spellings.map((each) => ({ scope_id: id, ...each }))),
  };
}

const membersOf = ({ tallies }: ScopeChange): number =>
  tallies.find(({ tally }) => tally === 'members')?.n ?? 0;

const OF_DAY: ReadonlySet<string> = new Set(COUNTS_OF_DAY);
const isOfDay = (tally: TallyChange['tally']): tally is (typeof COUNTS_OF_DAY)[number] => OF_DAY.has(tally);
const ELSEWHERE: ReadonlySet<string> = new Set([...COUNTS_OF_DAY, 'members', 'progress', 'joined_progress']);
const isOfRun = ({ tally }: TallyChange) => !ELSEWHERE.has(tally);

const NO_COUNTS = Object.fromEntries(COUNTS_OF_DAY.map((name) => [name, 0]));
const newDay = (scope_id: string, day: number) => ({ scope_id, day, ...NO_COUNTS }) as DayRow;

function daysOf(scope_id: string, tallies: readonly TallyChange[]): DayRow[] {
  const days = new Map<number, DayRow>();
  for (const { tally, value: day, n } of tallies) {
    if (!isOfDay(tally)) continue;
    const row = days.get(day) ?? newDay(scope_id, day);
    row[tally] += n;
    days.set(day, row);
  }
  return [...days.values()];
}

function progressOf(scope_id: string, tallies: readonly TallyChange[]): ProgressRow[] {
  const of = tallies.filter(({ tally }) => tally === 'progress');
  if (of.length === 0) return [];
  return [{ scope_id, places: of.map(({ value }) => value), counts: of.map(({ n }) => n) }];
}

function progressOfDays(
  scope_id: string,
  tallies: readonly TallyChange[],
): (ProgressRow & { day: number })[] {
  const days = new Map<number, ProgressRow & { day: number }>();
  for (const { tally, value, n } of tallies) {
    if (tally !== 'joined_progress') continue;
    const { progress, day } = fromJoinedProgress(value);
    const row = days.get(day) ?? { scope_id, day, places: [], counts: [] };
    row.places.push(progress);
    row.counts.push(n);
    days.set(day, row);
  }
  return [...days.values()];
}
