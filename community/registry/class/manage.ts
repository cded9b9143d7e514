import { TitoError } from '../../../src/errors.ts';
import {
  type ClassChange,
  type ClassDocument,
  type ClassRemoval,
  classChange,
  classDocument,
  classRemoval,
} from '../../../src/schema/community/class.ts';
import type { ClassAnswer, ClassRemovalAnswer } from '../../../src/schema/community/class-answers.ts';
import { isToken } from '../authenticate.ts';
import type { Parts } from '../parts.ts';
import { valid } from '../valid.ts';
import { admit, answerOf, hashOf, notAnInstructor } from './admit.ts';
import { hashCode } from './refusal.ts';

/** A class may be frozen over a break, not for ever: what waits has to be sent some day. */
const LONGEST_FREEZE_MS = 366 * 86_400_000;

/**
 * Makes a class, or finds the one that this instructor made with the same id.
 * @throws TitoError `bad_request`; `class_taken` where id, code or token is another class's
 */
export async function createClass(parts: Parts, given: ClassDocument, token: string): Promise<ClassAnswer> {
  const { store, clock } = parts;
  const { class_id, name, code, expires_at } = valid(classDocument, given);
  if (!isToken(token))
    throw new TitoError('bad_request', { field: 'token', problem: 'it has 64 hexadecimal digits' });
  const at = clock();
  const outcome = await store.write('createClass', {
    id: class_id,
    name,
    code_sha256: hashCode(code),
    admin_sha256: hashOf(parts, token),
    created_at: at,
    code_at: at,
    expires_at: momentOf(expires_at),
    frozen_until: null,
  });
  if (outcome.kind === 'taken') throw new TitoError('class_taken');
  return answerOf(store, outcome.class, at);
}

const momentOf = (moment: string | null): number | null => (moment === null ? null : Date.parse(moment));

/** @throws TitoError `not_an_instructor` */
export async function readClass(parts: Parts, token: string): Promise<ClassAnswer> {
  return answerOf(parts.store, await admit(parts, token), parts.clock());
}

/** @throws TitoError `not_an_instructor`, `bad_request`; `class_taken` where the code is another class's */
export async function changeClass(parts: Parts, given: ClassChange, token: string): Promise<ClassAnswer> {
  const { store, clock, place } = parts;
  const { id } = await admit(parts, token);
  const { code, expires_at, frozen_until } = valid(classChange, given);
  const at = clock();
  const until = frozen_until === undefined ? undefined : momentOf(frozen_until);
  if (until !== undefined && until !== null && until > at + LONGEST_FREEZE_MS)
    throw new TitoError('bad_request', { field: 'frozen_until', problem: 'it is more than a year away' });
  const outcome = await store.write('changeClass', {
    id,
    change: {
      ...(code !== undefined && { code_sha256: hashCode(code), code_at: at }),
      ...(expires_at !== undefined && { expires_at: momentOf(expires_at) }),
      ...(until !== undefined && { frozen_until: until }),
    },
  });
  if (outcome.kind === 'unknown') throw notAnInstructor(place);
  if (outcome.kind === 'taken') throw new TitoError('class_taken');
  return answerOf(store, outcome.class, at);
}

/**
 * Takes somebody out of the class, not out of the registry. The reason is kept and told to that member.
 * @throws TitoError `not_an_instructor`, `bad_request`, `not_in_class`
 */
export async function removeFromClass(
  parts: Parts,
  handle: string,
  given: ClassRemoval,
  token: string,
): Promise<ClassRemovalAnswer> {
  const { store, clock } = parts;
  const found = await admit(parts, token);
  const { reason } = valid(classRemoval, given);
  const called = (await store.roster(found.id, handle, 2)).filter((member) => member.handle === handle);
  const [member, another] = called;
  if (another)
    throw new TitoError('bad_request', { field: 'handle', problem: 'two members of the class share it' });
  const at = clock();
  const write = { class_id: found.id, member_id: member?.id ?? '', reason, at };
  const outcome = member ? await store.write('expel', write) : null;
  if (outcome?.kind !== 'expelled') throw new TitoError('not_in_class', { name: found.name, handle });
  return { class: await answerOf(store, found, at), handle, reason };
}
