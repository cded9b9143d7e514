import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import type { StatsScreen } from '../../schema/community/screens.ts';
import { asAnybody, asMember, type CommunityOptions, withCommunity } from './open-community.ts';

export interface StatsOptions extends CommunityOptions {
  onlyCohort: boolean;
}

/** `tito community stats` */
export function stats(context: Context, options: StatsOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const member = options.onlyCohort ? await asMember(community) : await asAnybody(community);
    const registry = await community.registry();
    const answer = await registry.stats(member?.identity.token ?? null);
    const hint =
      answer.cohort === null
        ? 'Join in: tito community join'
        : "Run 'tito community cohort' to see your peers";
    const screen = { ...answer, only_cohort: options.onlyCohort };
    await community.show<StatsScreen>('community_stats', screen, hint);
    return EXIT.done;
  });
}
