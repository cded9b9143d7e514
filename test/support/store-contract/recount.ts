import { expect } from 'vitest';
import type { Best, Member, Position, Scope, Standing, Store, Submission } from '../../../community/store.ts';
import { GROUP_KINDS } from '../../../src/schema/community/groups.ts';
import { METRICS, type Metric } from '../../../src/schema/community/metrics.ts';
import type { SubmissionStatus } from '../../../src/schema/community/submission.ts';
import { DAY_MS } from './requests.ts';

/** A member as its rows are, with the groups it is in as the test understands them. */
interface Row {
  member: Member;
  submissions: Submission[];
  scopes: Scope[];
  values: Map<Metric, Best>;
}

/** Compares everything that the store counts with a plain recount of the rows of all who were ever there. */
export async function expectRecount(
  store: Store,
  ids: Iterable<string>,
  keyOf: (institution: string) => string,
): Promise<void> {
  const rows = await expectRows(store, ids, keyOf);
  const groups = Map.groupBy(
    rows.flatMap((row) => row.scopes.map((scope) => ({ scope, row }))),
    ({ scope }) => `${scope.kind} ${scope.key}`,
  );
  const counted = [...groups.values()].flatMap((group) =>
    group[0] ? [{ scope: group[0].scope, members: group.map(({ row }) => row) }] : [],
  );
  for (const { scope, members } of counted) await expectScope(store, scope, members);
  for (const kind of GROUP_KINDS) {
    const expected = counted
      .filter(({ scope }) => scope.kind === kind)
      .map(({ scope, members }) => ({
        key: scope.key,
        label: labelOf(scope, members),
        members: members.length,
      }))
      .sort((a, b) => byCodePoints(a.key, b.key));
    expect(await store.scopes(kind)).toEqual(expected);
    if (kind !== 'country' && kind !== 'institution') continue;
    expect(await store.countScopes(kind)).toBe(expected.length);
  }
}

/** The rows, of which bests and statuses follow from the submissions; nothing is left of those who are gone. */
async function expectRows(store: Store, ids: Iterable<string>, keyOf: (institution: string) => string) {
  const rows: Row[] = [];
  const found: unknown[] = [];
  const expected: unknown[] = [];
  for (const id of ids) {
    const member = await store.member(id);
    const submissions = await store.submissionsOf(id);
    const values = member ? valuesOf(member, submissions) : new Map<Metric, Best>();
    found.push([await store.bests(id), submissions.map(({ status }) => status)]);
    expected.push([
      [...values.values()].filter(({ metric }) => metric !== 'progress'),
      member ? submissions.map((each) => statusOf(each, submissions)) : [],
    ]);
    if (member) rows.push({ member, submissions, scopes: scopesOf(member, keyOf), values });
  }
  expect(found).toEqual(expected);
  return rows;
}

function scopesOf(member: Member, keyOf: (institution: string) => string): Scope[] {
  const { cohort, class_id, institution, course_type, country } = member;
  return [
    { kind: 'all', key: '' },
    { kind: 'cohort', key: cohort },
    ...(class_id === null ? [] : [{ kind: 'class' as const, key: class_id }]),
    ...(institution === null ? [] : [{ kind: 'institution' as const, key: keyOf(institution) }]),
    ...(course_type === null ? [] : [{ kind: 'course_type' as const, key: course_type }]),
    ...(country === null ? [] : [{ kind: 'country' as const, key: country }]),
  ];
}

const byCodePoints = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function labelOf({ kind, key }: Scope, rows: Row[]): string {
  if (kind !== 'institution') return key;
  const spellings = Map.groupBy(rows, ({ member }) => member.institution ?? '');
  const most = [...spellings].sort(([a, as], [b, bs]) => bs.length - as.length || byCodePoints(a, b));
  return most[0]?.[0] ?? '';
}

/** In the order of METRICS: progress, and the best of each score among the runs that are not flagged. */
function valuesOf(member: Member, submissions: Submission[]): Map<Metric, Best> {
  const values = new Map<Metric, Best>();
  for (const metric of METRICS) {
    if (metric === 'progress') {
      const value = member.modules_completed * 7 + member.milestones_passed;
      values.set(metric, { metric, value, at: member.joined_at, submission_id: '' });
      continue;
    }
    const candidates = submissions.flatMap((run): Best[] => {
      const ofKind = metric === 'baseline' ? run.kind === 'baseline' : run.kind === 'capstone';
      const value = metric === 'baseline' || metric === 'overall' ? run.score : run[metric];
      if (!ofKind || value === null || run.status === 'flagged') return [];
      return [{ metric, value, at: run.received_at, submission_id: run.id }];
    });
    candidates.sort(
      (a, b) => b.value - a.value || a.at - b.at || (a.submission_id < b.submission_id ? -1 : 1),
    );
    if (candidates[0]) values.set(metric, candidates[0]);
  }
  return values;
}

function statusOf(run: Submission, all: Submission[]): SubmissionStatus {
  if (run.status === 'flagged') return 'flagged';
  const [low, high] = [run.score_low ?? Number.NaN, run.score_high ?? Number.NaN];
  const agrees = all.some(
    (other) =>
      other.status !== 'flagged' &&
      other.kind === run.kind &&
      other.subject_sha256 === run.subject_sha256 &&
      other.seed !== run.seed &&
      other.measured_at !== run.measured_at &&
      Math.max(low, other.score_low ?? Number.NaN) <= Math.min(high, other.score_high ?? Number.NaN),
  );
  return agrees ? 'reproduced' : 'unverified';
}

async function expectScope(store: Store, scope: Scope, rows: Row[]) {
  const ofDay = (days: number[]) => Map.groupBy(days, (day) => day);
  expect(await store.members(scope)).toBe(rows.length);
  const joined = ofDay(rows.map(({ member }) => Math.floor(member.joined_at / DAY_MS)));
  for (const [day, all] of joined) expect(await store.joined(scope, day, day)).toBe(all.length);
  expect(await store.joined(scope, 0, 1e6)).toBe(rows.length);
  if (scope.kind === 'country') return;
  for (const milestone of [1, 2, 3, 4, 5, 6]) {
    const days = rows.flatMap(({ member }) => member.milestone_days[milestone - 1] ?? []);
    expect(await store.passed(scope, milestone, 0, 1e6)).toBe(days.length);
    for (const [day, all] of ofDay(days)) {
      expect(await store.passed(scope, milestone, day, day)).toBe(all.length);
    }
  }
  for (const metric of METRICS) await expectStandings(store, scope, metric, rows);
  const days = [...joined.keys()].sort((a, b) => a - b);
  for (const from_day of [days[0], days[days.length >> 1], days.at(-1)]) {
    if (from_day !== undefined) await expectSince(store, scope, from_day, rows);
  }
}

/** Every place in order, page by page, and the rank of every value. */
async function expectStandings(store: Store, scope: Scope, metric: Metric, rows: Row[]) {
  const places = placesOf(metric, rows);
  const rowOf = new Map(rows.map((row) => [row.member.id, row]));
  const expected = places.map((place) => {
    const row = rowOf.get(place.member_id);
    return [...Object.values(place), row?.member.number, row?.values.get(metric)?.submission_id].join(' ');
  });
  const found: string[] = [];
  for (let from: Position | null = null; ; ) {
    const page: Standing[] = await store.page(scope, metric, from, 'worse', 97);
    for (const { value, at, member_id, member, submission } of page) {
      found.push([value, at, member_id, member.number, submission?.id ?? ''].join(' '));
    }
    from = page.at(-1) ?? null;
    if (from === null) break;
  }
  expect(found).toEqual(expected);
  const histogram = histogramOf(places);
  expect(await store.histogram(scope, metric)).toEqual(histogram);
  const ranks = await Promise.all(histogram.map(({ value }) => store.rank(scope, metric, value)));
  let better = 0;
  const expectedRanks = histogram.map(({ members }) => {
    better += members;
    return { rank: 1 + better - members, of: places.length };
  });
  expect(ranks).toEqual(expectedRanks);
}

async function expectSince(store: Store, scope: Scope, from_day: number, rows: Row[]) {
  const expected = placesOf(
    'progress',
    rows.filter(({ member }) => member.joined_at >= from_day * DAY_MS),
  );
  const { members, histogram, standings } = await store.since(scope, from_day, 11);
  expect(members).toBe(expected.length);
  expect(histogram).toEqual(histogramOf(expected));
  expect(standings.map(({ value, at, member_id }) => ({ value, at, member_id }))).toEqual(
    expected.slice(0, 11),
  );
}

const placesOf = (metric: Metric, rows: Row[]): Position[] =>
  rows
    .flatMap(({ member, values }) => {
      const best = values.get(metric);
      return best ? [{ value: best.value, at: best.at, member_id: member.id }] : [];
    })
    .sort((a, b) => b.value - a.value || a.at - b.at || (a.member_id < b.member_id ? -1 : 1));

const histogramOf = (places: Position[]) =>
  [...Map.groupBy(places, ({ value }) => value)].map(([value, all]) => ({ value, members: all.length }));
