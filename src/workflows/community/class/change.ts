import type { Context } from '../../../cli/context.ts';
import { EXIT, TitoError } from '../../../errors.ts';
import { keepClass, newCode, type OwnClass } from '../../../membership/classes.ts';
import type { ClassAnswer } from '../../../schema/community/class-answers.ts';
import type { ClassRemovalScreen, ClassScreen } from '../../../schema/community/screens.ts';
import { momentToCome } from '../calendar.ts';
import { type Community, withCommunity } from '../open-community.ts';
import { expiryOf } from './make.ts';
import { adopt, type ClassOptions, fileOf, shownClass, withOwnClass } from './own-class.ts';

const COMMAND = 'tito community class';

/** `tito community class freeze`: no joins by the code and no runs until a moment, which may be moved. */
export function freezeClass(
  context: Context,
  options: ClassOptions & { until: string | undefined },
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const word = options.until;
    if (word === undefined) {
      const message = 'Say until when: --until 2026-12-01, or a time such as 2026-12-01T18:00Z.';
      throw new TitoError('usage', { message, command: COMMAND });
    }
    const until = momentToCome(word, {
      flag: '--until',
      edge: 'begin',
      now: context.clock(),
      command: COMMAND,
    });
    const { registry, own } = await withOwnClass(community, options.name);
    const frozen_until = new Date(until).toISOString();
    const answer = await registry.classes.change({ frozen_until }, own.token);
    const hint =
      'Runs that are submitted meanwhile wait on the students’ machines. End it: tito community class unfreeze';
    return show(community, 'freeze', answer, own, hint);
  });
}

/** `tito community class unfreeze` */
export function unfreezeClass(context: Context, options: ClassOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { registry, own } = await withOwnClass(community, options.name);
    const answer = await registry.classes.change({ frozen_until: null }, own.token);
    const hint = 'What waited is sent with the next community command of each student.';
    return show(community, 'unfreeze', answer, own, hint);
  });
}

/** `tito community class renew`: a new code, on disk before it is sent; the old one stops. */
export function renewClass(
  context: Context,
  options: ClassOptions & { expires: string | undefined },
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { keeper, place } = community;
    const expires_at = expiryOf(options.expires, context.clock());
    const { registry, own } = await withOwnClass(community, options.name);
    const next = keepClass(keeper, place, own.class_id, () => ({ next_code: newCode(), expires_at }));
    if (!next?.next_code) throw new TitoError('no_class', { registry: place.text });
    const answer = await registry.classes.change({ code: next.next_code, expires_at }, own.token);
    const hint = 'Members of the class stay in it; only the new code lets in.';
    return show(community, 'renew', answer, adopt(community, next), hint);
  });
}

async function show(
  community: Community,
  action: ClassScreen['action'],
  answer: ClassAnswer,
  own: OwnClass,
  hint: string,
): Promise<number> {
  const screen = { action, classes: [shownClass(answer, own)], file: fileOf(community) };
  await community.show<ClassScreen>('community_class', screen, hint);
  return EXIT.done;
}

/** `tito community class remove`: out of the class, not out of the registry. */
export function removeFromClass(
  context: Context,
  options: ClassOptions & { handle: string | undefined; reason: string | undefined },
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { handle, reason } = options;
    if (!handle || !reason?.trim()) {
      const message =
        'Say whom and why: tito community class remove HANDLE --reason TEXT. The member is told the reason.';
      throw new TitoError('usage', { message, command: COMMAND });
    }
    const { registry, own } = await withOwnClass(community, options.name);
    const answer = await registry.classes.remove(handle, { reason }, own.token);
    const hint = 'The present code lets this member in no more; a new one would: tito community class renew';
    await community.show<ClassRemovalScreen>('community_class_removal', answer, hint);
    return EXIT.done;
  });
}
