import { TitoError } from '../../src/errors.ts';
import { sha256 } from '../sha256.ts';
import type { Member } from '../store.ts';
import type { Parts } from './parts.ts';

const TOKEN = /^[0-9a-f]{64}$/;

/** What a store keeps of a token. */
export const hashToken = (
  token: string,
  { hashToken: hash = sha256 }: Pick<Parts, 'hashToken'> = {},
): string => hash(token);

export const isToken = (token: string): boolean => TOKEN.test(token);

/**
 * The member that a token belongs to.
 * @throws TitoError `not_a_member`
 */
export async function authenticate(parts: Parts, token: string): Promise<Member> {
  const { store, clock, place } = parts;
  const member = isToken(token) ? await store.memberByToken(hashToken(token, parts), clock()) : null;
  if (!member) throw notMember(place);
  return member;
}

export const notMember = (registry: string) => new TitoError('not_a_member', { registry });
