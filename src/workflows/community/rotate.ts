import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { rotateToken } from '../../membership/rotate-token.ts';
import type { RotateScreen } from '../../schema/community/screens.ts';
import { type CommunityOptions, withCommunity } from './open-community.ts';

/** `tito community token rotate` */
export function rotate(context: Context, options: CommunityOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { identity, keeper, place } = community;
    if (identity?.state !== 'joined') throw new TitoError('not_joined', { registry: place.text });
    const answer = await rotateToken(await community.registry(), keeper, place);
    const former_valid_until = answer?.former_valid_until ?? new Date(context.clock()).toISOString();
    const hint = 'Other machines that used the former token have to get the new one.';
    await community.show<RotateScreen>('community_token', { former_valid_until }, hint);
    return EXIT.done;
  });
}
