import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { TitoError } from '../errors.ts';
import { classCode, classCodeFrom, DRAWN, shownCode } from '../schema/community/class-code.ts';
import { anonymousId } from '../schema/community/member.ts';
import { withLock } from './file-lock.ts';
import { type Keeper, newToken } from './identity.ts';
import { makePrivateFolder, writePrivately } from './private-file.ts';
import { readPrivateJson } from './private-json.ts';
import type { Place } from './registry-place.ts';

const VERSION = 1;
const MOST_BYTES = 1024 * 1024;

/** A class that was made from this machine, with what opens it. */
const ownClass = z.looseObject({
  class_id: anonymousId,
  name: z.string(),
  /** In its normal form. */
  code: classCode,
  /** The code to come: kept from before it is sent until the registry has confirmed it. */
  next_code: z.nullable(classCode),
  token: z.string().check(z.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
  /** `pending` from before it is sent until the registry has answered. */
  state: z.enum(['pending', 'created']),
  expires_at: z.nullable(z.iso.datetime()),
  created_at: z.iso.datetime(),
});
export type OwnClass = z.infer<typeof ownClass>;

const ownClasses = z.looseObject({
  schema_version: z.literal(VERSION),
  /** Path or URL of the registry. */
  registry: z.string(),
  classes: z.array(ownClass),
});

/** Where the classes of one registry are kept that the user has made. */
export const classesFile = ({ data }: Keeper, { slug }: Place): string =>
  join(data, 'classes', `${slug}.json`);

/**
 * The classes that the user has made at a registry, the first one first.
 * @throws TitoError `corrupt_membership` for a file that can't be trusted or understood; it is left as it is
 */
export function readClasses(keeper: Keeper, place: Place): OwnClass[] {
  const file = classesFile(keeper, place);
  const layout = { schema: ownClasses, version: VERSION, most_bytes: MOST_BYTES, what: 'classes' };
  const found = readPrivateJson(file, keeper.user, layout);
  if (found === null) return [];
  if (found.registry === place.text) return found.classes;
  const reason = `it is of another registry (${found.registry}).`;
  throw new TitoError('corrupt_membership', { file, reason });
}

/**
 * Changes what is kept, from what stands on disk now. On disk when it returns.
 * @throws TitoError `corrupt_membership`; the system's error
 */
function change(keeper: Keeper, place: Place, how: (classes: OwnClass[]) => OwnClass[]): OwnClass[] {
  const file = classesFile(keeper, place);
  makePrivateFolder(dirname(file));
  return withLock(file, () => {
    const classes = how(readClasses(keeper, place));
    const text = { schema_version: VERSION, registry: place.text, classes };
    writePrivately(file, `${JSON.stringify(text, null, 2)}\n`);
    return classes;
  });
}

export const newCode = (): string => classCodeFrom(randomBytes(DRAWN)).replace('-', '');

/**
 * A class to make, on disk with code and token before anything is sent: where that was killed, the same words make the
 * same class.
 *
 * @param at milliseconds since 1970
 * @throws TitoError `usage` where there is one of this name already
 */
export function beginClass(
  keeper: Keeper,
  place: Place,
  { name, expires_at }: Pick<OwnClass, 'name' | 'expires_at'>,
  at: number,
): OwnClass {
  const fresh: OwnClass = {
    class_id: randomBytes(16).toString('hex'),
    name,
    code: newCode(),
    next_code: null,
    token: newToken(),
    state: 'pending',
    expires_at,
    created_at: new Date(at).toISOString(),
  };
  const classes = change(keeper, place, (present) => {
    const same = present.find((each) => each.name === name);
    if (!same) return [...present, fresh];
    if (same.state === 'pending')
      return present.map((each) => (each === same ? { ...same, expires_at } : each));
    const message = `You have a class '${name}' already; its code is ${shownCode(same.code)}.`;
    throw new TitoError('usage', { message, command: 'tito community class' });
  });
  const begun = classes.find((each) => each.name === name);
  if (!begun) throw new Error('what was just written is there');
  return begun;
}

/** Keeps what has become of a class; one that is not there any more stays away. */
export function keepClass(
  keeper: Keeper,
  place: Place,
  class_id: string,
  how: (present: OwnClass) => Partial<OwnClass>,
): OwnClass | null {
  const classes = change(keeper, place, (present) =>
    present.map((each) => (each.class_id === class_id ? { ...each, ...how(each) } : each)),
  );
  return classes.find((each) => each.class_id === class_id) ?? null;
}

/** Forgets a class that the registry would not make. */
export const forgetClass = (keeper: Keeper, place: Place, class_id: string): void =>
  void change(keeper, place, (present) => present.filter((each) => each.class_id !== class_id));

/**
 * The class that a name means: by its name however it is written, or by its id; the only one where none is given.
 * @throws TitoError `no_class`
 */
export function chooseClass(
  classes: readonly OwnClass[],
  name: string | undefined,
  registry: string,
): OwnClass {
  const made = classes.filter(({ state }) => state === 'created');
  const plain = (text: string) => text.trim().toLowerCase();
  const [only, ...others] =
    name === undefined
      ? made
      : made.filter((each) => plain(each.name) === plain(name) || each.class_id === plain(name));
  if (only && others.length === 0) return only;
  if (made.length === 0) throw new TitoError('no_class', { registry });
  const names = made.map((each) => `'${each.name}'`).join(', ');
  const message = name === undefined ? 'You have several classes.' : `You have no class '${name}'.`;
  throw new TitoError('no_class', { registry, message, hint: `Say which one: ${names}.` });
}
