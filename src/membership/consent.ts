import * as z from 'zod/mini';
import { TitoError } from '../errors.ts';

/** Goes up when what is done with the fields changes, so that everybody is asked again. */
export const CONSENT_VERSION = 1;

/**
 * Everything of a member that a registry may be given, by dotted path. Runs are given one by one, each by a command of
 * its own that says so.
 */
export const GIVEN_FIELDS: readonly string[] = [
  'anonymous_id',
  'timestamp',
  'location.country',
  'location.country_code',
  'institution.name',
  'institution.type',
  'class_code',
  'context.course_type',
  'context.cohort',
  'context.experience_level',
  'progress.setup_verified',
  'progress.milestones_passed',
  'progress.modules_completed',
  'progress.capstone_score',
  'benchmarks.baseline.score',
  'benchmarks.baseline.timestamp',
  'benchmarks.capstone.score',
  'benchmarks.capstone.tracks.speed',
  'benchmarks.capstone.tracks.compression',
  'benchmarks.capstone.tracks.accuracy',
  'benchmarks.capstone.tracks.efficiency',
  'benchmarks.capstone.timestamp',
];

/** What a member said yes to, when, for one registry. */
export const consent = z.object({
  version: z.int().check(z.positive()),
  fields: z.array(z.string()),
  given_at: z.iso.datetime(),
});
export type Consent = z.infer<typeof consent>;

export const giveConsent = (at: number, fields: readonly string[] = GIVEN_FIELDS): Consent => ({
  version: CONSENT_VERSION,
  fields: [...fields],
  given_at: new Date(at).toISOString(),
});

/** Whether somebody has to be asked (again): never asked, under other terms, or for fewer fields. */
export const needsConsent = (given: Consent | null, fields: readonly string[] = GIVEN_FIELDS): boolean =>
  given === null ||
  given.version !== CONSENT_VERSION ||
  fields.some((field) => !given.fields.includes(field));

type Env = Readonly<Record<string, string | undefined>>;

export interface Circumstances {
  env: Env;
  /** Whether there is somebody to ask. */
  is_terminal: boolean;
  /** Whether the registry is a file: nothing leaves the machine. */
  is_local: boolean;
  /** `--yes` */
  yes: boolean;
  /** Whether the member said yes to these fields before. */
  consented: boolean;
}

/**
 * Whether something may be given to a registry: `go`, `ask` first, or why not.
 *
 * - `DO_NOT_TRACK=1` or `TITO_COMMUNITY=off`: nothing goes over the network, not even with `--yes`.
 * - In CI nothing goes over the network without `--yes`, not even of somebody who said yes before.
 * - Otherwise a yes, now or before, is a yes; where nobody can be asked there is none.
 * - A file on this machine needs a yes as well, and nothing else.
 */
export function mayGive(
  circumstances: Circumstances,
): { kind: 'go' | 'ask' } | { kind: 'refuse'; error: TitoError } {
  const { env, is_terminal, is_local, yes, consented } = circumstances;
  const off = switchedOffBy(env);
  if (off && !is_local) return { kind: 'refuse', error: new TitoError('community_off', { by: off }) };
  if (yes || (consented && (is_local || !isCi(env)))) return { kind: 'go' };
  const reason = silenceOf(env, is_terminal, off);
  if (reason === null) return { kind: 'ask' };
  const hint = "See what would be given with 'tito community join --dry-run', then say yes with --yes.";
  return { kind: 'refuse', error: new TitoError('consent_needed', { reason, hint }) };
}

function silenceOf(env: Env, is_terminal: boolean, off: string | null): string | null {
  if (off) return `${off} asks for silence, so you were not asked`;
  if (isCi(env)) return `this runs in CI (CI=${env.CI}), where nobody can be asked`;
  if (!is_terminal) return 'there is no terminal to ask on';
  return null;
}

/**
 * Whether nothing may be done that nobody asked for: a line about the cohort after a benchmark, or sending what waits.
 * @param is_local such a line from a file on this machine is told in CI as well
 */
export const mayActUnasked = (env: Env, is_local: boolean): boolean =>
  switchedOffBy(env) === null && (is_local || !isCi(env));

/** The variable that switches the community off, as in `DO_NOT_TRACK=1`; null where none does. */
export function switchedOffBy(env: Env): string | null {
  if (isSet(env.DO_NOT_TRACK)) return `DO_NOT_TRACK=${env.DO_NOT_TRACK}`;
  const word = env.TITO_COMMUNITY?.trim().toLowerCase() ?? '';
  // Whoever sets it wants silence: a word that is not understood counts as off.
  return ['', 'on', '1', 'true', 'yes'].includes(word) ? null : `TITO_COMMUNITY=${env.TITO_COMMUNITY}`;
}

const isCi = (env: Env) => isSet(env.CI);
const isSet = (word: string | undefined) =>
  !['', '0', 'false', 'no'].includes(word?.trim().toLowerCase() ?? '');
