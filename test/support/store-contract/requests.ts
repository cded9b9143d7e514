import { createHash } from 'node:crypto';
import type { Class } from '../../../community/class-writes.ts';
import type { Member, Scope, Store, Submission, Writes } from '../../../community/store.ts';

export const DAY_MS = 86_400_000;
/** 2026-09-01, noon (UTC). */
export const START = Date.UTC(2026, 8, 1, 12);
/** When a moderator looked at a run. */
export const NOTED = START + DAY_MS;
export const START_DAY = Math.floor(START / DAY_MS);

/** As many hexadecimal digits that follow from a text. */
export const hex = (text: string, digits = 64): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

export const ALL: Scope = { kind: 'all', key: '' };
export const FALL: Scope = { kind: 'cohort', key: 'Fall 2026' };
export const institution = (key: string): Scope => ({ kind: 'institution', key });

/** A request to join by a name, from which id and token follow. */
export const joining = (
  name: string,
  more: Partial<Writes['join']['request']> = {},
): Writes['join']['request'] => ({
  id: hex(name, 32),
  token_sha256: hex(`token ${name}`),
  handle: `brave-otter-${name}`,
  joined_at: START,
  cohort: 'Fall 2026',
  country: null,
  institution: null,
  institution_type: null,
  course_type: null,
  experience_level: null,
  setup_verified: false,
  modules_completed: 0,
  milestones_passed: 0,
  ...more,
});

export const codeOf = (name: string): string => hex(`code ${name}`);

/** A class by a name, from which id, code and token follow. */
export const makingClass = (name: string, more: Partial<Class> = {}): Class => ({
  id: hex(`class ${name}`, 32),
  name,
  code_sha256: codeOf(name),
  admin_sha256: hex(`admin ${name}`),
  created_at: START,
  code_at: START,
  expires_at: null,
  frozen_until: null,
  ...more,
});

export async function join(
  store: Store,
  name: string,
  more: Partial<Writes['join']['request']> = {},
): Promise<Member> {
  const outcome = await store.write('join', joining(name, more));
  if (outcome.kind !== 'joined') throw new Error(`${name} could not join: ${outcome.kind}`);
  return outcome.member;
}

/** A request to submit a run by a name, from which ids, samples and seed follow. */
export function submitting(
  member: string,
  name: string,
  more: Partial<Submission> = {},
  rest: Partial<Omit<Writes['submit']['request'], 'submission'>> = {},
): Writes['submit']['request'] {
  const { status, reason, ...changes } = more;
  return {
    submission: {
      id: `run-${name}`,
      member_id: hex(member, 32),
      kind: 'capstone',
      received_at: START,
      measured_at: START - Number.parseInt(hex(name, 6), 16),
      score: null,
      score_low: null,
      score_high: null,
      speed: null,
      compression: null,
      accuracy: null,
      efficiency: null,
      bracket: 'medium',
      subject: 'python',
      subject_sha256: hex(`subject ${name}`),
      samples_sha256: hex(`samples ${name}`),
      seed: Number.parseInt(hex(name, 8), 16),
      ...changes,
    },
    document: Buffer.from(`document ${name}`),
    key: `key-${name}`,
    request_sha256: hex(`request ${name}`),
    quota: 100,
    ...rest,
  };
}

export async function submit(
  store: Store,
  member: string,
  name: string,
  more: Partial<Submission> = {},
): Promise<Submission> {
  const outcome = await store.write('submit', submitting(member, name, more));
  if (outcome.kind !== 'accepted') throw new Error(`${name} was not accepted: ${outcome.kind}`);
  return outcome.submission;
}
