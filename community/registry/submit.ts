import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../src/analysis/check/digests.ts';
import { type Finding, warn } from '../../src/analysis/check/finding.ts';
import { TitoError } from '../../src/errors.ts';
import type { Quota, Scores, SubmitAnswer } from '../../src/schema/community/submission.ts';
import { dayOf } from '../contributions.ts';
import type { Entry } from '../examine/entry.ts';
import { sha256 } from '../sha256.ts';
import type { Best, Submission, Writes } from '../store.ts';
import { authenticate, notMember } from './authenticate.ts';
import { frozen } from './class/refusal.ts';
import { compress } from './compression.ts';
import type { Parts } from './parts.ts';
import { ranksAround } from './ranks-around.ts';
import { refusal } from './refusal.ts';
import { DAY_MS, iso, isoDay } from './times.ts';

/** Ranked submissions of one kind that a member may make per day (UTC). */
const QUOTA = 5;
const KEY = /^[\x21-\x7e]{1,200}$/;
/** A clock may be off by a time zone that was set wrong; by more it is worth a word. */
const AHEAD_MS = DAY_MS;
const OLD_MS = 366 * DAY_MS;

/**
 * Checks a saved run from its raw samples and ranks what they give. What is refused costs nothing of the quota.
 *
 * @throws TitoError `not_a_member`, `bad_request`, `run_refused`, `duplicate_run`, `key_reused`, `quota_used`,
 *   `class_frozen` while the member's class takes no runs
 */
export async function submit(
  parts: Parts,
  document: Record<string, unknown>,
  key: string,
  token: string,
): Promise<SubmitAnswer> {
  const { store, examine, clock, place } = parts;
  const member = await authenticate(parts, token);
  if (!KEY.test(key)) {
    throw new TitoError('bad_request', {
      field: 'idempotency key',
      problem: 'it has 1 to 200 visible characters',
    });
  }
  const { entry, findings, obstacles } = await examine(document);
  if (!entry) throw refusal([...findings, ...obstacles]);
  const at = clock();
  const outcome = await store.write('submit', {
    submission: submissionOf(entry, member.id, at),
    document: await compress(entry.document),
    key,
    request_sha256: sha256(canonicalJson(document)),
    quota: QUOTA,
  });
  if (outcome.kind === 'unknown') throw notMember(place);
  if (outcome.kind === 'duplicate') throw new TitoError('duplicate_run');
  if (outcome.kind === 'frozen') throw frozen(outcome.class, outcome.until);
  if (outcome.kind === 'key_reused') throw new TitoError('key_reused');
  const { kind } = entry.scores;
  const quota = quotaOf(outcome.used_today, at);
  if (outcome.kind === 'quota_used') {
    throw new TitoError('quota_used', { kind, limit: `${QUOTA}`, resets_at: quota.resets_at });
  }
  const { submission, before, after } = outcome;
  const metric = kind === 'baseline' ? 'baseline' : 'overall';
  const of = (bests: readonly Best[]) => bests.find((each) => each.metric === metric) ?? null;
  const [was, is] = [of(before), of(after)];
  return {
    submission_id: submission.id,
    created: outcome.kind === 'accepted',
    ...scoresOf(submission),
    status: submission.status,
    ...(submission.status === 'flagged' && submission.reason !== null ? { reason: submission.reason } : {}),
    is_best: is?.submission_id === submission.id,
    findings: [...findings, ...clockFindings(entry.measured_at, at)],
    ...(await ranksAround(store, member, metric, was?.value ?? null, is?.value ?? null)),
    quota,
  };
}

function submissionOf(
  entry: Entry,
  member_id: string,
  at: number,
): Writes['submit']['request']['submission'] {
  const { scores, document: _, ...facts } = entry;
  const { kind, score, score_interval, tracks } = scores;
  const none: Pick<Submission, 'speed' | 'compression' | 'accuracy' | 'efficiency'> = {
    speed: null,
    compression: null,
    accuracy: null,
    efficiency: null,
  };
  return {
    id: randomUUID(),
    member_id,
    kind,
    received_at: at,
    score,
    score_low: score_interval?.[0] ?? null,
    score_high: score_interval?.[1] ?? null,
    ...(tracks ?? none),
    ...facts,
  };
}

/** As they are stored: a run that was there already keeps the scores that it has. */
function scoresOf({
  kind,
  score,
  score_low,
  score_high,
  speed,
  compression,
  accuracy,
  efficiency,
}: Submission): Scores {
  return {
    kind,
    score,
    score_interval: score_low === null || score_high === null ? null : [score_low, score_high],
    tracks: kind === 'capstone' ? { speed, compression, accuracy, efficiency } : null,
  };
}

const quotaOf = (used: number, at: number): Quota => ({
  limit: QUOTA,
  remaining: Math.max(0, QUOTA - used),
  resets_at: iso((dayOf(at) + 1) * DAY_MS),
});

/**
 * A run of next week or of years ago tells of a clock that is wrong. Nothing hangs on it: a submission counts from when
 * it is received, and the same samples are the same run whatever their date. So a wrong clock costs nobody their run.
 */
function clockFindings(measured_at: number, at: number): Finding[] {
  const text = `it was measured on ${isoDay(measured_at)} by the clock of that machine; the registry's says ${isoDay(at)}`;
  if (measured_at > at + AHEAD_MS) return [warn('measured_in_future', 'run.finished_at', text)];
  return measured_at < at - OLD_MS ? [warn('measured_long_ago', 'run.finished_at', text)] : [];
}
