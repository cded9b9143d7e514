import type { Context } from '../../cli/context.ts';
import { EXIT } from '../../errors.ts';
import { readProgress } from '../../membership/progress.ts';
import { readSubmission, submissionFile, writeSubmission } from '../../membership/submission-file.ts';
import type { MemberUpdate } from '../../schema/community/member.ts';
import type { UpdateScreen } from '../../schema/community/screens.ts';
import { agreeToClass } from './class/agree.ts';
import { readCode } from './class/notice.ts';
import {
  asMember,
  type Community,
  type CommunityOptions,
  resultsOf,
  shownPath,
  withCommunity,
} from './open-community.ts';
import { permit } from './permit.ts';
import { profileUpdate, profileWords } from './profile-words.ts';

export interface UpdateOptions extends CommunityOptions {
  words: Record<string, unknown>;
  isSure: boolean;
  milestones?: number;
  modules?: number;
  /** Join code of a class to enter, as it was typed; null leaves the class. */
  code?: string | null;
  confirm: (question: string, shown: string) => Promise<boolean>;
}

/** `tito community update`: read the course's files, tell the registry, say what changed. */
export function update(context: Context, options: UpdateOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    readSubmission(context.cwd);
    const profile = profileUpdate(profileWords(options.words));
    const { progress, origins } = progressOf(community, options);
    permit(community, options.isSure);
    const { code } = options;
    const class_code = typeof code === 'string' ? readCode(code) : code;
    if (typeof class_code === 'string') await agreeToClass(context, class_code, options);
    const { registry, identity } = await asMember(community);
    const change = { ...profile, progress, ...(class_code === undefined ? {} : { class_code }) };
    const answer = await registry.update(change, identity.token);
    const problem = writeSubmission(context.cwd, answer.member);
    if (problem) community.warnings.push(problem);
    const file = problem ? null : shownPath(context.cwd, submissionFile(context.cwd));
    const hint = 'See your cohort progress: tito community cohort';
    await community.show<UpdateScreen>('community_update', { ...answer, file, origins }, hint);
    return EXIT.done;
  });
}

/** What options say, then what the files say; what nobody says stays as it is. */
function progressOf(
  community: Community,
  { milestones, modules }: UpdateOptions,
): { progress: NonNullable<MemberUpdate['progress']>; origins: Record<string, string> } {
  const { context, warnings } = community;
  const { cwd, env } = context;
  const found = readProgress({
    cwd,
    home: env.HOME ?? null,
    results: resultsOf(community),
    now: context.clock(),
  });
  warnings.push(...found.warnings);
  const origins: Record<string, string> = {};
  const figure = <T>(
    field: string,
    said: T | undefined,
    flag: string,
    read: { value: T; origin: string } | null,
  ) => {
    if (said !== undefined) {
      origins[`progress.${field}`] = flag;
      return { [field]: said };
    }
    if (!read) return {};
    origins[`progress.${field}`] = shownPath(cwd, read.origin);
    return { [field]: read.value };
  };
  const progress = {
    ...figure('milestones_passed', milestones, '--milestones', found.milestones_passed),
    ...figure('modules_completed', modules, '--modules', found.modules_completed),
    ...figure('setup_verified', undefined, '', found.setup_verified),
  };
  return { progress, origins };
}
