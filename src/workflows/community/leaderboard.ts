import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import type { LeaderboardScreen } from '../../schema/community/screens.ts';
import type { LeaderboardQuery } from '../../schema/community/submission.ts';
import { asAnybody, asMember, type CommunityOptions, withCommunity } from './open-community.ts';

export interface LeaderboardOptions extends CommunityOptions {
  track?: LeaderboardQuery['track'];
  within?: 'cohort' | 'class' | 'institution';
  limit?: number;
}

/** `tito community leaderboard` */
export function leaderboard(context: Context, options: LeaderboardOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { track = 'overall', within, limit = 10 } = options;
    const query = { track, within: within ?? 'all', limit } as const;
    const member = within === undefined ? await asAnybody(community) : await asMember(community);
    const registry = await community.registry();
    const answer = await registry.leaderboard(query, member?.identity.token ?? null);
    const hint = 'Submit your own: tito community submit --benchmark';
    await community.show<LeaderboardScreen>('community_leaderboard', answer, hint);
    return EXIT.done;
  });
}
