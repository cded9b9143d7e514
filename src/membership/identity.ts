import { join } from 'node:path';
import * as z from 'zod/mini';
import { randomBytes } from '../../community/random-bytes.ts';
import { TitoError } from '../errors.ts';
import { anonymousId } from '../schema/community/member.ts';
import { type Consent, consent } from './consent.ts';
import { withLock } from './file-lock.ts';
import { createPrivately, removePrivately, writePrivately } from './private-file.ts';
import { readPrivateJson } from './private-json.ts';
import type { Place } from './registry-place.ts';

const token = z.string().check(z.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'));

/** Newest layout of the file. */
const VERSION = 1;
const MOST_BYTES = 64 * 1024;

/** Who somebody is at one registry. Fields of a newer tito are kept. */
const identity = z.looseObject({
  schema_version: z.literal(VERSION),
  /** Path or URL of the registry. */
  registry: z.string(),
  anonymous_id: anonymousId,
  token,
  /** The token to come: kept from before it is sent until the registry has confirmed it. */
  next_token: z.nullable(token),
  /** `pending` from before the join is sent until the registry has answered. */
  state: z.enum(['pending', 'joined']),
  consent,
  created_at: z.iso.datetime(),
  /** What the registry answered, to be told offline; null while pending. */
  joined_at: z.nullable(z.iso.datetime()),
  builder_number: z.nullable(z.int().check(z.positive())),
  handle: z.nullable(z.string()),
  cohort: z.nullable(z.string()),
});
export type Identity = z.infer<typeof identity>;

/** Where identities are kept, and whose they have to be. */
export interface Keeper {
  /** The user's data folder. */
  data: string;
  /** Id of the user; null where the system has none (Windows). */
  user: number | null;
}

export const identityFile = ({ data }: Keeper, { slug }: Place): string =>
  join(data, 'members', `${slug}.json`);

/**
 * Who the user is at a registry; null for somebody who never began to join.
 * @throws TitoError `corrupt_membership` for a file that can't be trusted or understood; it is left as it is
 */
export function readIdentity(keeper: Keeper, place: Place): Identity | null {
  const file = identityFile(keeper, place);
  const found = readPrivateJson(file, keeper.user, {
    schema: identity,
    version: VERSION,
    most_bytes: MOST_BYTES,
    what: 'membership',
  });
  if (found === null || found.registry === place.text) return found;
  throw new TitoError('corrupt_membership', {
    file,
    reason: `it is of another registry (${found.registry}).`,
  });
}

/**
 * The identity to join with, on disk before anything is sent, so that a join that was killed is tried again as the same
 * member. Where another tito, now or before, was faster, this is that one's.
 *
 * @param at milliseconds since 1970
 * @param anonymous_id that the user was shown; drawn where it is left out
 * @throws TitoError `corrupt_membership`; the system's error where the folder can't be written
 */
export function createIdentity(
  keeper: Keeper,
  place: Place,
  given: Consent,
  at: number,
  anonymous_id = newAnonymousId(),
): Identity {
  for (;;) {
    const present = readIdentity(keeper, place);
    if (present) return present;
    const fresh: Identity = {
      schema_version: VERSION,
      registry: place.text,
      anonymous_id,
      token: newToken(),
      next_token: null,
      state: 'pending',
      consent: given,
      created_at: new Date(at).toISOString(),
      joined_at: null,
      builder_number: null,
      handle: null,
      cohort: null,
    };
    if (createPrivately(identityFile(keeper, place), textOf(fresh))) return fresh;
  }
}

/** 128 bits that say nothing about the machine or the user. */
export const newAnonymousId = (): string => randomBytes(16).toString('hex');

/** 256 bits that nobody can guess. */
export const newToken = (): string => randomBytes(32).toString('hex');

const textOf = (value: Identity) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Changes what is kept, from what stands on disk now and not from what was read earlier.
 *
 * @returns the identity as it is now, or null where another tito took it away in the meantime
 * @throws TitoError `corrupt_membership`; the system's error
 */
export function changeIdentity(
  keeper: Keeper,
  place: Place,
  change: (identity: Identity) => Partial<Identity>,
): Identity | null {
  if (!readIdentity(keeper, place)) return null;
  const file = identityFile(keeper, place);
  return withLock(file, () => {
    const present = readIdentity(keeper, place);
    if (!present) return null;
    const next = { ...present, ...change(present) };
    if (textOf(next) !== textOf(present)) writePrivately(file, textOf(next));
    return next;
  });
}

/** Takes the identity away, with everything that a killed tito left of it. */
export const forgetIdentity = (keeper: Keeper, place: Place): void =>
  removePrivately(identityFile(keeper, place));
