import * as z from 'zod';
import { TitoError } from '../../src/errors.ts';
import type { Access } from './route.ts';

/** 256 random bits in hexadecimal. */
export const memberToken = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

const BEARER = /^bearer +([0-9a-f]{64})$/i;

/**
 * The token of a header `Authorization: Bearer …` (RFC 6750).
 * @returns null also for a moderator's that can't be one: whether there is any is said by the registry
 * @throws TitoError `not_a_member` where one is needed and there is none, or it can't be one
 */
export function readToken(authorization: string | undefined, access: Access): string | null {
  if (access === 'public' || (authorization === undefined && access === 'optional')) return null;
  const token = authorization?.match(BEARER)?.[1];
  if (token === undefined && access === 'moderator') return null;
  if (token === undefined) throw new TitoError('not_a_member');
  return token.toLowerCase();
}
