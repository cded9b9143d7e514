import { TitoError } from '../../src/errors.ts';
import type { RotateAnswer } from '../../src/schema/community/answers.ts';
import { authenticate, hashToken, isToken, notMember } from './authenticate.ts';
import type { Parts } from './parts.ts';
import { iso } from './times.ts';

/** Another machine that still has the former token, or an answer that got lost, has this long. */
const GRACE_MS = 10 * 60_000;

/**
 * Gives a member another token.
 * @throws TitoError `not_a_member`; `bad_request` for what is no token; `wrong_token` for somebody else's
 */
export async function rotate(parts: Parts, next: string, token: string): Promise<RotateAnswer> {
  const { store, clock, place } = parts;
  const { id, token_sha256 } = await authenticate(parts, token);
  if (!isToken(next))
    throw new TitoError('bad_request', { field: 'token', problem: 'it has 64 hexadecimal digits' });
  // A former token has lost its power: it only hears again what was done, for an answer that got lost.
  if (hashToken(token) !== token_sha256) {
    if (hashToken(next) !== token_sha256) throw new TitoError('wrong_token');
    return { former_valid_until: iso(clock()) };
  }
  const former_until = clock() + GRACE_MS;
  const outcome = await store.write('rotate', { id, token_sha256: hashToken(next), former_until });
  if (outcome.kind === 'unknown') throw notMember(place);
  if (outcome.kind === 'wrong_token') throw new TitoError('wrong_token');
  return { former_valid_until: iso(former_until) };
}
