import { TitoError } from '../../../src/errors.ts';
import type { ClassAnswer } from '../../../src/schema/community/class-answers.ts';
import type { Class } from '../../class-writes.ts';
import type { Store } from '../../store.ts';
import { hashToken, isToken } from '../authenticate.ts';
import type { Parts } from '../parts.ts';
import { iso } from '../times.ts';

/**
 * The class that an admin token is for.
 * @throws TitoError `not_an_instructor`
 */
export async function admit(parts: Parts, token: string): Promise<Class> {
  const found = isToken(token) ? await parts.store.classByToken(hashOf(parts, token)) : null;
  if (!found) throw notAnInstructor(parts.place);
  return found;
}

export const notAnInstructor = (registry: string) => new TitoError('not_an_instructor', { registry });

/** What a store keeps of an admin token. */
export const hashOf = (parts: Parts, token: string): string => (parts.hashToken ?? hashToken)(token);

/** A class as its instructor sees it; how many are in it is no secret to whom the roster shows each of them. */
export async function answerOf(store: Store, found: Class, at: number): Promise<ClassAnswer> {
  const { id, name, created_at, expires_at, frozen_until } = found;
  return {
    class_id: id,
    name,
    created_at: iso(created_at),
    expires_at: expires_at === null ? null : iso(expires_at),
    frozen_until: frozen_until === null || frozen_until <= at ? null : iso(frozen_until),
    members: await store.members({ kind: 'class', key: id }),
  };
}
