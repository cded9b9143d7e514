import type { Metric } from '../../../src/schema/community/groups.ts';
import type { Best, Member, Scope } from '../../store.ts';
import { inOrder } from '../bests.ts';
import { gathering } from './gather.ts';
import type { Pool } from './pool.ts';
import { scopeId } from './scope-id.ts';
import { arrayOf } from './statement.ts';
import { BEST, MEMBER } from './tables.ts';

export interface Bar {
  value: number;
  members: number;
}

/** The questions that nearly every request asks, together with those of other requests. */
export interface Questions {
  members: (scope: Scope) => Promise<number>;
  /** At most as many rows as a metric has values. */
  histogram: (scope: Scope, metric: Metric) => Promise<Bar[]>;
  /** Competition ranking: 1 + how many have more. */
  rank: (scope: Scope, metric: Metric, value: number) => Promise<{ rank: number; of: number }>;
  bests: (member_id: string) => Promise<Best[]>;
  memberByToken: (token_sha256: string, at: number) => Promise<Member | null>;
  version: () => Promise<number>;
}

/** @param most_waiting questions of one kind that may wait to be asked */
export function questionsTo(pool: Pool, most_waiting: number): Questions {
  const members = gathering((ids) => loadMembers(pool, ids), most_waiting);
  const progress = gathering((ids) => loadProgress(pool, ids), most_waiting);
  const histograms = gathering((keys) => loadHistograms(pool, keys), most_waiting);
  const bests = gathering((ids) => loadBests(pool, ids), most_waiting);
  const tokens = gathering((hashes) => loadByToken(pool, hashes), most_waiting);
  const version = gathering(() => loadVersion(pool), most_waiting);
  const histogram = async (scope: Scope, metric: Metric) =>
    (metric === 'progress'
      ? await progress(scopeId(scope))
      : await histograms(`${scopeId(scope)} ${metric}`)) ?? [];
  return {
    members: async (scope) => (await members(scopeId(scope))) ?? 0,
    histogram: async (scope, metric) => (await histogram(scope, metric)).map((bar) => ({ ...bar })),
    rank: async (scope, metric, value) => {
      let [better, of] = [0, 0];
      for (const bar of await histogram(scope, metric)) {
        of += bar.members;
        if (bar.value > value) better += bar.members;
      }
      return { rank: 1 + better, of };
    },
    bests: async (member_id) => inOrder((await bests(member_id)) ?? []),
    memberByToken: async (token_sha256, at) => {
      const found = await tokens(token_sha256);
      return found === null || found.until <= at ? null : found.member;
    },
    version: async () => (await version('version')) ?? 0,
  };
}

async function loadMembers(pool: Pool, ids: readonly string[]) {
  const text = 'SELECT id, members FROM tito.scope WHERE id = ANY ($1::uuid[])';
  const rows = await pool.rows<{ id: string; members: number }>({ text, values: [arrayOf(ids)] });
  return new Map(rows.map(({ id, members }) => [id, members]));
}

/** A list for each scope, which costs half of what rows do. */
async function loadProgress(pool: Pool, ids: readonly string[]) {
  const text = `SELECT id, progress::text AS list, joined_progress::text AS latest FROM tito.scope
    WHERE id = ANY ($1::uuid[])`;
  const rows = await pool.rows<{ id: string; list: string; latest: string }>({
    text,
    values: [arrayOf(ids)],
  });
  return new Map(rows.map(({ id, list, latest }) => [id, sumOf(barsOf(list), barsOf(latest))]));
}

/** Newcomers of the latest day are counted beside the others. */
function sumOf(bars: Bar[], more: Bar[]): Bar[] {
  if (bars.length === 0 || more.length === 0) return bars.length === 0 ? more : bars;
  const sum = new Map(bars.map(({ value, members }) => [value, members]));
  for (const { value, members } of more) sum.set(value, (sum.get(value) ?? 0) + members);
  return [...sum].map(([value, members]): Bar => ({ value, members })).sort((a, b) => b.value - a.value);
}

/** Of a list with the values as its index, as Postgres writes it: [5:7]={1,NULL,2}, or {1,2} where the first is 1. */
function barsOf(list: string): Bar[] {
  const [bounds = '', counts = ''] = list.slice(0, -1).split('{');
  const first = bounds === '' ? 1 : Number.parseInt(bounds.slice(1), 10);
  const bars = counts.split(',').map((n, i): Bar => ({ value: first + i, members: Number.parseInt(n, 10) }));
  return bars.filter(({ members }) => members > 0).reverse();
}

async function loadHistograms(pool: Pool, keys: readonly string[]) {
  // One row for each question: a histogram has up to a thousand bars.
  const text = `
    SELECT asked.i::integer AS i, bars.* FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (scope_id, tally, i),
    LATERAL (
      SELECT array_agg(value)::text AS value_list, array_agg(n)::text AS members_list FROM tito.tally
      WHERE tally.scope_id = asked.scope_id AND tally.tally = asked.tally
    ) AS bars WHERE bars.value_list IS NOT NULL`;
  const parts = keys.map((key) => key.split(' '));
  const values = [arrayOf(parts.map(([id]) => id)), arrayOf(parts.map(([, metric]) => metric))];
  const rows = await pool.rows<{ i: number; value_list: string; members_list: string }>({ text, values });
  return new Map(
    rows.map(({ i, value_list, members_list }) => {
      const members = numbersOf(members_list);
      const bars = numbersOf(value_list).map((value, at): Bar => ({ value, members: members[at] ?? 0 }));
      return [keys[i - 1] ?? '', bars.sort((a, b) => b.value - a.value)];
    }),
  );
}

/** Numbers of an array as Postgres writes it: {1,2}. */
const numbersOf = (list: string): number[] => list.slice(1, -1).split(',').map(Number);

async function loadBests(pool: Pool, ids: readonly string[]) {
  const text = `SELECT ${BEST} FROM tito.best WHERE member_id = ANY ($1::text[])`;
  const rows = await pool.rows<Best & { member_id: string }>({ text, values: [arrayOf(ids)] });
  const plain = rows.map(({ member_id, metric, value, at, submission_id }) => ({
    member_id,
    best: { metric, value, at, submission_id },
  }));
  const grouped = Map.groupBy(plain, ({ member_id }) => member_id);
  return new Map([...grouped].map(([id, all]) => [id, all.map(({ best }) => best)]));
}

/** By the token, or by a former one, which works until a time. */
async function loadByToken(pool: Pool, hashes: readonly string[]) {
  const text = `
    SELECT ${MEMBER}, token_sha256 AS asked, null AS until FROM tito.member WHERE token_sha256 = ANY ($1::text[])
    UNION ALL SELECT ${MEMBER.replace('token_sha256', 'member.token_sha256')}, former.token_sha256, former.until
    FROM tito.former_token AS former JOIN tito.member ON member.id = former.member_id
    WHERE former.token_sha256 = ANY ($1::text[])`;
  const rows = await pool.rows<Member & { asked: string; until: number | null }>({
    text,
    values: [arrayOf(hashes)],
  });
  return new Map(
    rows.map(({ asked, until, ...member }) => [asked, { member, until: until ?? Number.POSITIVE_INFINITY }]),
  );
}

async function loadVersion(pool: Pool) {
  const text = 'SELECT value FROM tito.meta WHERE name = $1';
  const [row] = await pool.rows<{ value: number }>({ text, values: ['version'] });
  return new Map([['version', row?.value ?? 0]]);
}
