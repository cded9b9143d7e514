import type { Registry } from '../community-contracts.ts';
import { TitoError } from '../errors.ts';
import type { RotateAnswer } from '../schema/community/answers.ts';
import { changeIdentity, type Identity, type Keeper, newToken } from './identity.ts';
import type { Place } from './registry-place.ts';

/**
 * Gives the member another token. It is on disk before it is sent, beside the one that works, so that a kill at any
 * moment leaves a token that works; two that rotate at once agree on the one that was written first.
 *
 * @returns what the registry answered; null where it had taken the token before, and the former one works no more
 * @throws TitoError what the registry says; both tokens are kept then
 */
export async function rotateToken(
  registry: Pick<Registry, 'rotate'>,
  keeper: Keeper,
  place: Place,
): Promise<RotateAnswer | null> {
  const identity = changeIdentity(keeper, place, ({ next_token }) => ({
    next_token: next_token ?? newToken(),
  }));
  if (!identity?.next_token) throw new TitoError('not_joined', { registry: place.text });
  const answer = await confirm(registry, identity.token, identity.next_token);
  adopt(keeper, place, identity.next_token);
  return answer;
}

/**
 * Brings a rotation to its end that was cut off. Every command does this before it uses the token.
 * @returns the identity with the one token that works
 * @throws TitoError what the registry says
 */
export async function settleRotation(
  registry: Pick<Registry, 'rotate'>,
  keeper: Keeper,
  place: Place,
  identity: Identity,
): Promise<Identity> {
  if (identity.next_token === null) return identity;
  await confirm(registry, identity.token, identity.next_token);
  return adopt(keeper, place, identity.next_token) ?? identity;
}

async function confirm(
  registry: Pick<Registry, 'rotate'>,
  token: string,
  next: string,
): Promise<RotateAnswer | null> {
  try {
    return await registry.rotate(next, token);
  } catch (cause) {
    // The registry may have taken the new token already, and the former one may have run out since.
    if (!(cause instanceof TitoError) || !['not_a_member', 'wrong_token'].includes(cause.code)) throw cause;
    if (await works(registry, next)) return null;
    throw cause;
  }
}

/** Asks for what changes nothing: a token that takes its own place. */
async function works(registry: Pick<Registry, 'rotate'>, token: string): Promise<boolean> {
  try {
    await registry.rotate(token, token);
    return true;
  } catch (cause) {
    // It was known, otherwise there would be no word about the request.
    if (cause instanceof TitoError && cause.code === 'bad_request') return true;
    if (cause instanceof TitoError && ['not_a_member', 'wrong_token'].includes(cause.code)) return false;
    throw cause;
  }
}

/** Another tito may have brought it to its end, and begun the next one, in the meantime. */
const adopt = (keeper: Keeper, place: Place, confirmed: string): Identity | null =>
  changeIdentity(keeper, place, ({ next_token }) =>
    next_token === confirmed ? { token: confirmed, next_token: null } : {},
  );
