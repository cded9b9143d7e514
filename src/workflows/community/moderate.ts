import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { readAdminToken } from '../../membership/admin-token.ts';
import type { ModerationLogScreen, ModerationScreen, ReviewsScreen } from '../../schema/community/screens.ts';
import { type Community, type CommunityOptions, withCommunity } from './open-community.ts';

export interface ModerateOptions extends CommunityOptions {
  /** File with the registry's admin token. */
  adminTokenFile: string | undefined;
}

/** `tito community flag RUN --reason TEXT` */
export function flag(
  context: Context,
  options: ModerateOptions & { run: string; reason: string },
): Promise<number> {
  return withModerator(context, options, async (community, token) => {
    const { run, reason } = options;
    const { moderation } = await community.registry();
    const answer = await moderation.flag(run, { reason }, token);
    const hint = `It holds no rank now, and its member sees why. Taken back: tito community unflag ${run}`;
    await community.show<ModerationScreen>('community_moderation', answer, hint);
  });
}

/** `tito community unflag RUN` */
export function unflag(context: Context, options: ModerateOptions & { run: string }): Promise<number> {
  return withModerator(context, options, async (community, token) => {
    const { moderation } = await community.registry();
    const answer = await moderation.unflag(options.run, token);
    const hint = 'What is flagged still: tito community reviews --flagged';
    await community.show<ModerationScreen>('community_moderation', answer, hint);
  });
}

export interface RemoveOptions extends ModerateOptions {
  run: string;
  reason: string;
  isSure: boolean;
  confirm: (question: string, shown: string) => Promise<boolean>;
}

/** `tito community remove RUN --reason TEXT`: asks first, since it can't be brought back. */
export function remove(context: Context, options: RemoveOptions): Promise<number> {
  return withModerator(context, options, async (community, token) => {
    const { run, reason } = options;
    await agree(community, options);
    const { moderation } = await community.registry();
    const answer = await moderation.remove(run, { reason }, token);
    const hint = 'Its member sees why. What was done so far: tito community reviews --log';
    await community.show<ModerationScreen>('community_moderation', answer, hint);
  });
}

async function agree({ context, place }: Community, options: RemoveOptions): Promise<void> {
  if (options.isSure) return;
  const { stdin, stderr } = context;
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    const reason = 'there is no terminal to ask on';
    throw new TitoError('consent_needed', { reason, hint: 'Say yes with --yes.' });
  }
  const shown = `Run ${options.run} and its samples are deleted at ${place.text}, and can't be brought back.\nTo take it its rank only: tito community flag`;
  if (await options.confirm('Remove it?', shown)) return;
  throw new TitoError('declined', { message: 'Nothing was removed.', hint: 'The run is as it was.' });
}

export interface ReviewsOptions extends ModerateOptions {
  handle: string | undefined;
  onlyFlagged: boolean;
  limit: number | undefined;
  after: string | undefined;
}

/** `tito community reviews` */
export function reviews(context: Context, options: ReviewsOptions): Promise<number> {
  return withModerator(context, options, async (community, token) => {
    const { handle, onlyFlagged, limit = LIMIT, after } = options;
    const { moderation } = await community.registry();
    const status = onlyFlagged ? 'flagged' : 'all';
    const asked = { status, limit, ...(handle === undefined ? {} : { handle }) } as const;
    const answer = await moderation.reviews({ ...asked, ...(after === undefined ? {} : { after }) }, token);
    const screen = { ...answer, status, handle: handle ?? null } as const;
    await community.show<ReviewsScreen>('community_reviews', screen, nextPage(answer.next, LOOK));
  });
}

/** `tito community reviews --log` */
export function moderationLog(
  context: Context,
  options: Omit<ReviewsOptions, 'handle' | 'onlyFlagged'>,
): Promise<number> {
  return withModerator(context, options, async (community, token) => {
    const { limit = LIMIT, after } = options;
    const { moderation } = await community.registry();
    const answer = await moderation.history({ limit, ...(after === undefined ? {} : { after }) }, token);
    const hint = nextPage(answer.next, 'Entries of members who have left are gone with them.');
    await community.show<ModerationLogScreen>('community_moderation_log', answer, hint);
  });
}

const LIMIT = 20;
const LOOK = 'Doubts about one: tito community flag RUN --reason TEXT';
const nextPage = (next: string | null, otherwise: string) =>
  next === null ? otherwise : `There is more: --after ${next}`;

/**
 * Somebody who may moderate: by the registry's admin token, or since it is a file of their own.
 * @throws TitoError `admin_token_needed`, `admin_token_unusable`
 */
function withModerator(
  context: Context,
  options: ModerateOptions,
  use: (community: Community, token: string | null) => Promise<void>,
): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { place, keeper, warnings } = community;
    const { cwd, env } = context;
    // A file needs none, and a token that is set for a server is no business of it.
    if (place.kind === 'file') {
      await use(community, null);
      return EXIT.done;
    }
    const { token, warning } = readAdminToken({ cwd, env, user: keeper.user, file: options.adminTokenFile });
    if (token === null) throw new TitoError('admin_token_needed', { registry: place.text });
    if (warning !== null) warnings.push(warning);
    await use(community, token);
    return EXIT.done;
  });
}
