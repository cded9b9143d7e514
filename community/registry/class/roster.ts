import {
  type RosterAnswer,
  type RosterEntry,
  type RosterQuery,
  rosterQuery,
} from '../../../src/schema/community/class-answers.ts';
import type { Best, Member, Store, Submission } from '../../store.ts';
import type { Parts } from '../parts.ts';
import { isoDay, isoMonth } from '../times.ts';
import { valid } from '../valid.ts';
import { admit, answerOf } from './admit.ts';

/**
 * Everybody in the class, page by page: what each of them agreed to show on entering.
 * @throws TitoError `not_an_instructor`, `bad_request`
 */
export async function roster(parts: Parts, given: RosterQuery, token: string): Promise<RosterAnswer> {
  const { store, clock } = parts;
  const found = await admit(parts, token);
  const { limit, after } = valid(rosterQuery, given);
  const members = await store.roster(found.id, after ?? '', limit + 1);
  const page = pageOf(members, limit);
  return {
    class: await answerOf(store, found, clock()),
    entries: await Promise.all(page.map((member) => entryOf(store, member))),
    next: members[page.length]?.handle ?? null,
  };
}

/** Those who share a handle are on one page: the next one begins with a handle. */
function pageOf(members: readonly Member[], limit: number): readonly Member[] {
  const page = members.slice(0, limit);
  const next = members[limit]?.handle;
  const whole = page.filter(({ handle }) => handle !== next);
  return whole.length > 0 ? whole : page;
}

async function entryOf(store: Store, member: Member): Promise<RosterEntry> {
  const [bests, submissions] = await Promise.all([store.bests(member.id), store.submissionsOf(member.id)]);
  const count = (status: Submission['status']) => submissions.filter((each) => each.status === status).length;
  const best = (metric: Best['metric']) => {
    const id = bests.find((each) => each.metric === metric)?.submission_id;
    return runOf(submissions.find((each) => each.id === id));
  };
  return {
    handle: member.handle,
    joined: isoMonth(member.joined_at),
    modules_completed: member.modules_completed,
    milestones_passed: member.milestones_passed,
    baseline: best('baseline'),
    capstone: best('overall'),
    submissions: {
      unverified: count('unverified'),
      reproduced: count('reproduced'),
      flagged: count('flagged'),
    },
  };
}

function runOf(run: Submission | undefined): RosterEntry['baseline'] {
  if (!run) return null;
  const { kind, score, score_low, score_high, speed, compression, accuracy, efficiency } = run;
  return {
    score,
    score_interval: score_low === null || score_high === null ? null : [score_low, score_high],
    tracks: kind === 'capstone' ? { speed, compression, accuracy, efficiency } : null,
    status: run.status,
    submitted: isoDay(run.received_at),
  };
}
