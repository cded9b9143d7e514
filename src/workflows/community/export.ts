import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import type { ExportScreen } from '../../schema/community/screens.ts';
import { asMember, type CommunityOptions, withCommunity } from './open-community.ts';

/** `tito community export` */
export function exportMember(context: Context, options: CommunityOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const { registry, identity } = await asMember(community);
    const answer = await registry.export(identity.token);
    const hint = 'All of it, submitted runs included: tito community export --format json --output me.json';
    await community.show<ExportScreen>('community_export', answer, hint);
    return EXIT.done;
  });
}
