import { expect } from 'vitest';
import type { Best, Member, Position, Scope, Store, Submission } from '../../../community/store.ts';
import { METRICS, type Metric } from '../../../src/schema/community/groups.ts';
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
  const rows: Row[] = [];
  for (const id of ids) {
    const member = await store.member(id);
    const submissions = await store.submissionsOf(id);
    if (!member) expect([submissions, await store.bests(id)]).toEqual([[], []]);
    else
      rows.push({
        member,
        submissions,
        scopes: scopesOf(member, keyOf),
        values: valuesOf(member, submissions),
      });
  }
  for (const { member, submissions, values } of rows) {
    expect(await store.bests(member.id)).toEqual([...values.values()].filter((b) => b.metric !== 'progress'));
    for (const each of submissions) expectStatus(each, submissions);
  }
  const groups = Map.groupBy(
    rows.flatMap((row) => row.scopes.map((scope) => ({ scope, row }))),
    ({ scope }) => `${scope.kind} ${scope.key}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (first)
      await expectScope(
        store,
        first.scope,
        group.map(({ row }) => row),
      );
  }
  for (const kind of ['all', 'cohort', 'institution', 'course_type', 'country'] as const) {
    const expected = [...groups.values()]
      .flatMap(([first, ...rest]) =>
        first?.scope.kind === kind ? [{ ...first, all: [first, ...rest] }] : [],
      )
      .map(({ scope, all }) => ({ key: scope.key, label: labelOf(scope, all), members: all.length }))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    expect(await store.scopes(kind)).toEqual(expected);
    if (kind === 'country' || kind === 'institution')
      expect(await store.countScopes(kind)).toBe(expected.length);
  }
}

function scopesOf(member: Member, keyOf: (institution: string) => string): Scope[] {
  const { cohort, institution, course_type, country } = member;
  return [
    { kind: 'all', key: '' },
    { kind: 'cohort', key: cohort },
    ...(institution === null ? [] : [{ kind: 'institution' as const, key: keyOf(institution) }]),
    ...(course_type === null ? [] : [{ kind: 'course_type' as const, key: course_type }]),
    ...(country === null ? [] : [{ kind: 'country' as const, key: country }]),
  ];
}

function labelOf({ kind, key }: Scope, group: { row: Row }[]): string {
  if (kind !== 'institution') return key;
  const spellings = Map.groupBy(group, ({ row }) => row.member.institution ?? '');
  const most = [...spellings].sort(
    ([a, as], [b, bs]) => bs.length - as.length || Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
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

function expectStatus(run: Submission, all: Submission[]) {
  if (run.status === 'flagged') return;
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
  expect(run.status).toBe(agrees ? 'reproduced' : 'unverified');
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
  const expected = placesOf(metric, rows);
  const rowOf = new Map(rows.map((row) => [row.member.id, row]));
  const places: Position[] = [];
  for (let from: Position | null = null; ; from = places.at(-1) ?? null) {
    const page = await store.page(scope, metric, from, 'worse', 97);
    if (page.length === 0) break;
    for (const { value, at, member_id, submission, member } of page) {
      places.push({ value, at, member_id });
      const row = rowOf.get(member_id);
      expect(member.number).toBe(row?.member.number);
      expect(submission?.id ?? '').toBe(row?.values.get(metric)?.submission_id);
    }
  }
  expect(places).toEqual(expected);
  const histogram = histogramOf(expected);
  expect(await store.histogram(scope, metric)).toEqual(histogram);
  for (const { value } of histogram) {
    const rank = 1 + expected.filter((place) => place.value > value).length;
    expect(await store.rank(scope, metric, value)).toEqual({ rank, of: expected.length });
  }
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
