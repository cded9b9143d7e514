import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import type { CohortQuery } from '../../schema/community/answers.ts';
import type { CohortScreen } from '../../schema/community/screens.ts';
import { isDay } from './calendar.ts';
import { asMember, type CommunityOptions, withCommunity } from './open-community.ts';

type Kind = NonNullable<CohortQuery['kind']>;

export interface CohortOptions extends CommunityOptions {
  /** Only these kinds of groups; all of the member's where there is none. */
  kinds: readonly Kind[];
  since?: string;
}

/** `tito community cohort` */
export function cohort(context: Context, options: CohortOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    const since = sinceOf(options.since);
    const { registry, identity } = await asMember(community);
    const queries = options.kinds.length > 0 ? options.kinds.map((kind) => ({ kind, ...since })) : [since];
    const answers = await Promise.all(queries.map((query) => registry.cohort(query, identity.token)));
    const groups = answers.flatMap((answer) => answer.groups);
    const missing = options.kinds.find((kind) => !groups.some((group) => group.kind === kind));
    if (missing) throw new TitoError('unknown_group', GROUPS[missing]);
    const screen = { since: since.since ?? null, groups };
    const hint = 'The best runs: tito community leaderboard --cohort';
    await community.show<CohortScreen>('community_cohort', screen, hint);
    return EXIT.done;
  });
}

const GROUPS: Record<Kind, { group: string; option: string }> = {
  cohort: { group: 'cohort', option: '' },
  class: { group: 'class', option: '--class CODE' },
  institution: { group: 'institution', option: '--institution NAME' },
  course_type: { group: 'type of course', option: '--course-type TYPE' },
};

function sinceOf(since: string | undefined): { since?: string } {
  if (since === undefined) return {};
  if (isDay(since)) return { since };
  const message = `--since is a day as YYYY-MM-DD, not '${since}'.`;
  throw new TitoError('usage', { message, command: 'tito community cohort' });
}
