import { TitoError } from '../../src/errors.ts';
import type { Metric, Track } from '../../src/schema/community/groups.ts';
import type {
  LeaderboardAnswer,
  LeaderboardEntry,
  LeaderboardQuery,
} from '../../src/schema/community/submission.ts';
import {
  LEAST_GROUP,
  type Member,
  type Position,
  type Scope,
  type Standing,
  type Store,
  type Submission,
} from '../store.ts';
import { authenticate, notMember } from './authenticate.ts';
import { labelOf, rankedScopes, shownMembers } from './groups.ts';
import type { Parts } from './parts.ts';
import { type Histogram, rankIn } from './ranking.ts';
import { isoDay } from './times.ts';

const AROUND = 5;

/**
 * The best scores of a group, page by page, and those around the member. Whoever submits wants to be seen on it, by
 * the handle; but that somebody is of a small group is not shown by a board of its own.
 *
 * @throws TitoError `not_a_member`; `unknown_group`; `bad_request` for a page that is no longer there
 */
export async function leaderboard(
  parts: Parts,
  query: LeaderboardQuery,
  token: string | null,
): Promise<LeaderboardAnswer> {
  const { store } = parts;
  const member = token === null ? null : await authenticate(parts, token);
  const { scope, label } = await boardOf(parts, query, member);
  const members = await store.members(scope);
  const board = { track: query.track, kind: scope.kind, label, members: shownMembers(scope, members) };
  if (scope.kind !== 'all' && members < LEAST_GROUP)
    return { ...board, entries: [], neighbours: [], next: null };
  const from = query.after === undefined ? null : await positionOf(store, query.after, query.track);
  const histogram = await store.histogram(scope, query.track);
  const found = await store.page(scope, query.track, from, 'worse', query.limit + 1);
  const entries = entriesOf(found.slice(0, query.limit), histogram, member);
  const isShown = entries.some(({ is_you }) => is_you);
  const near = member && !isShown ? await neighboursOf(store, scope, query.track, member) : [];
  return {
    ...board,
    entries,
    neighbours: entriesOf(near, histogram, member),
    next: found.length > query.limit ? (entries.at(-1)?.submission_id ?? null) : null,
  };
}

const OPTIONS = {
  class: { group: 'class', option: '--class CODE' },
  institution: { group: 'institution', option: '--institution NAME' },
  course_type: { group: 'course type', option: '--course-type TYPE' },
};

async function boardOf(
  { store, place }: Parts,
  { within, cohort }: LeaderboardQuery,
  member: Member | null,
): Promise<{ scope: Scope; label: string }> {
  if (cohort !== undefined) {
    if (within === 'all' || within === 'cohort')
      return { scope: { kind: 'cohort', key: cohort }, label: cohort };
    // Two groups at once would be a smaller one.
    throw new TitoError('bad_request', {
      field: 'cohort',
      problem: `it can't be combined with within=${within}`,
    });
  }
  if (within === 'all') return { scope: { kind: 'all', key: '' }, label: '' };
  if (!member) throw notMember(place);
  const scope = rankedScopes(member).find(({ kind }) => kind === within);
  if (!scope) throw new TitoError('unknown_group', within === 'cohort' ? {} : OPTIONS[within]);
  return { scope, label: await labelOf(store, scope, member) };
}

/** Where the page before ended: at a submission, whose id says nothing of its member. */
export async function positionOf(store: Store, after: string, track: Track): Promise<Position> {
  const submission = await store.submission(after);
  const value = submission && scoreOf(submission, track);
  if (!submission || value === null) {
    throw new TitoError('bad_request', {
      field: 'after',
      problem: 'there is no such place on the board (any more)',
      hint: 'Begin with the first page again.',
    });
  }
  return { value, at: submission.received_at, member_id: submission.member_id };
}

/** The score of a submission that a metric ranks. */
export function scoreOf(submission: Submission, metric: Metric): number | null {
  const { kind, score } = submission;
  if (metric === 'progress') return null;
  if (metric === 'baseline') return kind === 'baseline' ? score : null;
  if (kind !== 'capstone') return null;
  return metric === 'overall' ? score : submission[metric];
}

async function neighboursOf(store: Store, scope: Scope, track: Track, member: Member): Promise<Standing[]> {
  if (!rankedScopes(member).some(({ kind, key }) => kind === scope.kind && key === scope.key)) return [];
  const best = (await store.bests(member.id)).find(({ metric }) => metric === track);
  if (!best) return [];
  const own = { value: best.value, at: best.at, member_id: member.id };
  return [
    ...(await store.page(scope, track, own, 'better', AROUND)),
    { ...own, member, submission: await store.submission(best.submission_id) },
    ...(await store.page(scope, track, own, 'worse', AROUND)),
  ];
}

export const entriesOf = (
  standings: readonly Standing[],
  histogram: Histogram,
  you: Member | null,
): LeaderboardEntry[] =>
  standings.flatMap(({ value, member_id, member, submission }) => {
    // Taken back between two reads.
    if (!submission) return [];
    const { id, score, score_low, score_high, status, bracket, subject, received_at } = submission;
    const isOfScore = score === value && score_low !== null && score_high !== null;
    return [
      {
        rank: rankIn(histogram, value),
        handle: member.handle,
        score: value,
        score_interval: isOfScore ? [score_low, score_high] : null,
        status,
        bracket,
        subject,
        submitted: isoDay(received_at),
        submission_id: id,
        is_you: member_id === you?.id,
      },
    ];
  });
