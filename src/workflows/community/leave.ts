import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { forgetIdentity, identityFile } from '../../membership/identity.ts';
import { hasWaiting } from '../../membership/outbox-folder.ts';
import { readSubmission, removeSubmission, submissionFile } from '../../membership/submission-file.ts';
import type { LeaveAnswer } from '../../schema/community/answers.ts';
import type { LeaveScreen } from '../../schema/community/screens.ts';
import { type Community, type CommunityOptions, shownPath, withCommunity } from './open-community.ts';

export interface LeaveOptions extends CommunityOptions {
  isSure: boolean;
  confirm: (question: string, shown: string) => Promise<boolean>;
}

/** `tito community leave`: shows what is deleted, asks, deletes there and then here. */
export function leave(context: Context, options: LeaveOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { identity, keeper, place, warnings } = community;
    if (!identity) throw new TitoError('not_joined', { registry: place.text });
    await agree(community, options);
    // There first: while the registry has something, the token that deletes it is kept.
    const { removed } = await leaveThere(community, identity.token, identity.next_token);
    const files = [identityFile(keeper, place)];
    forgetIdentity(keeper, place);
    if (hasWaiting(keeper.data, place)) {
      const { clearOutbox } = await import('../../membership/outbox.ts');
      const waiting = clearOutbox(keeper.data, place);
      const what = waiting === 1 ? 'A submission that waited' : `${waiting} submissions that waited`;
      warnings.push(`${what} to be sent ${waiting === 1 ? 'was' : 'were'} deleted as well.`);
    }
    try {
      const file = removeSubmission(context.cwd, identity.anonymous_id);
      if (file) files.push(shownPath(context.cwd, file));
    } catch (cause) {
      warnings.push(cause instanceof Error ? cause.message : String(cause));
    }
    const screen = { removed, files, builder_number: identity.builder_number };
    const hint = 'Saved runs in your results folder are yours and stay. Join again at any time.';
    await community.show<LeaveScreen>('community_leave', screen, hint);
    return EXIT.done;
  });
}

async function agree({ context, identity, keeper, place }: Community, options: LeaveOptions): Promise<void> {
  if (options.isSure) return;
  const { stdin, stderr, cwd } = context;
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    const reason = 'there is no terminal to ask on';
    throw new TitoError('consent_needed', { reason, hint: 'Say yes with --yes.' });
  }
  const own = isOwn(cwd, identity?.anonymous_id) ? `\n  • ${shownPath(cwd, submissionFile(cwd))}` : '';
  const shown = `This is deleted, and can't be brought back:
  • you${identity?.builder_number ? ` (builder #${identity.builder_number})` : ''}, your progress and all your submissions at ${place.text}
  • your token in ${identityFile(keeper, place)}${own}`;
  if (await options.confirm('Delete all of it?', shown)) return;
  const hint = "Keep a copy of what is there with 'tito community export'.";
  throw new TitoError('declined', { message: 'Nothing was deleted: you are still a member.', hint });
}

function isOwn(cwd: string, anonymous_id: string | undefined): boolean {
  try {
    return readSubmission(cwd)?.anonymous_id === anonymous_id;
  } catch {
    return false;
  }
}

/** Somebody whom the registry does not know has nothing there to delete. */
async function leaveThere(community: Community, token: string, next: string | null): Promise<LeaveAnswer> {
  const registry = await community.registry();
  for (const each of next === null ? [token] : [token, next]) {
    try {
      return await registry.leave(each);
    } catch (cause) {
      if (!(cause instanceof TitoError) || cause.code !== 'not_a_member') throw cause;
    }
  }
  return { removed: { members: 0, submissions: 0 } };
}
