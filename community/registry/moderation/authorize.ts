import { timingSafeEqual } from 'node:crypto';
import { TitoError } from '../../../src/errors.ts';
import { hashToken, isToken } from '../authenticate.ts';
import type { Parts } from '../parts.ts';

/**
 * Lets in who has the registry's admin token. A file that is one's own needs none: who can open it can write to it.
 * @throws TitoError `no_moderator` where no token was made, `not_a_moderator` for another one
 */
export async function authorize({ store, isOwn, place }: Parts, token: string | null): Promise<void> {
  if (isOwn === true) return;
  const expected = await store.adminToken();
  if (expected === null) throw new TitoError('no_moderator', { registry: place });
  const given = token !== null && isToken(token) ? hashToken(token) : null;
  if (given === null || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
    throw new TitoError('not_a_moderator', { registry: place });
}
