import { TitoError } from '../../../errors.ts';
import {
  chooseClass,
  classesFile,
  keepClass,
  type OwnClass,
  readClasses,
} from '../../../membership/classes.ts';
import { mayGive } from '../../../membership/consent.ts';
import type { OpenRegistry } from '../../../membership/open-registry.ts';
import type { ClassAnswer } from '../../../schema/community/class-answers.ts';
import { shownCode } from '../../../schema/community/class-code.ts';
import type { ShownClass } from '../../../schema/community/screens.ts';
import type { Community, CommunityOptions } from '../open-community.ts';

export interface ClassOptions extends CommunityOptions {
  /** Of the class; may be left out where there is one only. */
  name: string | undefined;
}

/**
 * Whether an instructor's request may go to the registry: whoever types it has said yes, unless the community is off.
 * @throws TitoError `community_off`
 */
export function permitInstructor({ context, place }: Community): void {
  const decision = mayGive({
    env: context.env,
    is_terminal: false,
    is_local: place.kind === 'file',
    yes: true,
    consented: false,
  });
  if (decision.kind === 'refuse') throw decision.error;
}

/**
 * The class that is meant, with its registry. A code that was sent and not confirmed is brought to its end first.
 * @throws TitoError `no_class`, `community_off`, what the registry says
 */
export async function withOwnClass(
  community: Community,
  name: string | undefined,
): Promise<{ registry: OpenRegistry; own: OwnClass }> {
  permitInstructor(community);
  const { keeper, place } = community;
  const own = chooseClass(readClasses(keeper, place), name, place.text);
  const registry = await community.registry();
  if (own.next_code === null) return { registry, own };
  await registry.classes.change({ code: own.next_code, expires_at: own.expires_at }, own.token);
  return { registry, own: adopt(community, own) };
}

/** The code that was confirmed takes the place of the one before. */
export function adopt({ keeper, place }: Community, own: OwnClass): OwnClass {
  const kept = keepClass(keeper, place, own.class_id, ({ code, next_code }) => ({
    code: next_code ?? code,
    next_code: null,
  }));
  if (kept) return kept;
  throw new TitoError('no_class', { registry: place.text });
}

export const shownClass = (answer: ClassAnswer, own: OwnClass, withToken = false): ShownClass => ({
  ...answer,
  code: shownCode(own.code),
  ...(withToken && { token: own.token }),
});

export const fileOf = ({ keeper, place }: Community): string => classesFile(keeper, place);
