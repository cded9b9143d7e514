import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { giveConsent, mayGive, needsConsent } from '../../membership/consent.ts';
import { guessCountry } from '../../membership/country.ts';
import { changeIdentity, createIdentity, type Identity, newAnonymousId } from '../../membership/identity.ts';
import { memberDocumentOf } from '../../membership/member-document.ts';
import type { OpenRegistry } from '../../membership/open-registry.ts';
import { readProgress } from '../../membership/progress.ts';
import { readSubmission, submissionFile, writeSubmission } from '../../membership/submission-file.ts';
import type { JoinAnswer } from '../../schema/community/answers.ts';
import type { MemberDocument, Profile } from '../../schema/community/member.ts';
import type { JoinPlan, JoinScreen } from '../../schema/community/screens.ts';
import { classNotice, readCode } from './class/notice.ts';
import {
  type Community,
  type CommunityOptions,
  resultsOf,
  shownPath,
  withCommunity,
} from './open-community.ts';
import { type ProfileWords, profileFrom, profileWords } from './profile-words.ts';

export interface JoinOptions extends CommunityOptions {
  words: Record<string, unknown>;
  /** Join code of a class to enter, as it was typed. */
  code?: string;
  isDryRun: boolean;
  isSure: boolean;
  /** Asks for what options don't say. */
  ask: (
    known: ProfileWords & { guessed_country?: string },
    check: (words: ProfileWords) => void,
  ) => Promise<ProfileWords>;
  confirm: (question: string, shown: string) => Promise<boolean>;
}

/** `tito community join`: ask, show the exact JSON, ask for a yes, join, say who else is there. */
export function join(context: Context, options: JoinOptions): Promise<number> {
  return withCommunity(context, options, async (community) => {
    // A file that can't be understood is told of before anything else, and never taken for none.
    const present = readSubmission(context.cwd);
    const known =
      present !== null && present.anonymous_id === community.identity?.anonymous_id ? present : null;
    const { profile, origins } = await profileOf(community, options, known);
    const class_code = options.code === undefined ? {} : { class_code: readCode(options.code) };
    const document = { ...documentOf(community, profile, { known, origins }), ...class_code };
    const class_notice = class_code.class_code ? classNotice(class_code.class_code) : null;
    if (options.isDryRun) {
      const hint = "Give it with 'tito community join', which asks first.";
      await community.show<JoinPlan>('community_plan', { origins, document, class_notice }, hint);
      return EXIT.done;
    }
    await agree(community, options, document, class_notice);
    const { answer, file } = await give(community, document);
    const hint = answer.created
      ? "Run 'tito community cohort' to see your peers"
      : "Change what you gave with 'tito community update'";
    await community.show<JoinScreen>('community_join', { ...answer, file }, hint);
    return EXIT.done;
  });
}

const isThere = ({ stdin, stderr, env }: Context) => stdin.isTTY === true && stderr.isTTY === true && !env.CI;

/** From options, then what is in the working directory, then questions or a guess. */
async function profileOf(
  { context, identity }: Community,
  options: JoinOptions,
  known: MemberDocument | null,
): Promise<{ profile: Profile; origins: Record<string, string> }> {
  const given = profileWords(options.words);
  // Whatever options say is checked before anything is asked.
  profileFrom(given);
  const isNew = identity?.state !== 'joined';
  const asks = isNew && !options.isSure && !options.isDryRun && isThere(context);
  const guess =
    given.country === undefined && known === null ? guessCountry(timeZone(context), context.env) : null;
  const words = asks
    ? await options.ask({ ...given, ...(guess ? { guessed_country: guess.country } : {}) }, profileFrom)
    : given;
  const guessed = asks ? null : guess;
  const profile: Profile = {
    location:
      known?.location ?? (guessed ? { country: guessed.country, country_code: guessed.country_code } : null),
    institution: known?.institution ?? null,
    course_type: known?.context.course_type ?? null,
    experience_level: known?.context.experience_level ?? null,
    ...profileFrom(words),
  };
  return { profile, origins: guessed ? { Country: `guessed from ${guessed.hint}` } : {} };
}

const timeZone = ({ env }: Context): string | null =>
  env.TZ || new Intl.DateTimeFormat().resolvedOptions().timeZone || null;

/**
 * From the course's files, then from what was given before.
 * @param origins is told where each number was read
 */
function documentOf(
  community: Community,
  profile: Profile,
  { known, origins }: { known: MemberDocument | null; origins: Record<string, string> },
): MemberDocument {
  const { context, identity, warnings } = community;
  const now = context.clock();
  const found = readProgress({
    cwd: context.cwd,
    home: context.env.HOME ?? null,
    results: resultsOf(community),
    now,
  });
  warnings.push(...found.warnings);
  for (const [label, figure] of [
    ['Milestones', found.milestones_passed],
    ['Modules', found.modules_completed],
    ['Set-up', found.setup_verified],
  ] as const) {
    if (figure) origins[label] = `from ${shownPath(context.cwd, figure.origin)}`;
  }
  const progress = {
    setup_verified: found.setup_verified?.value ?? known?.progress.setup_verified ?? false,
    milestones_passed: found.milestones_passed?.value ?? known?.progress.milestones_passed ?? 0,
    modules_completed: found.modules_completed?.value ?? known?.progress.modules_completed ?? 0,
  };
  const id = identity?.anonymous_id ?? newAnonymousId();
  return memberDocumentOf(id, profile, progress, now);
}

/** @throws TitoError `consent_needed`, `community_off` or `declined` */
async function agree(
  { context, identity, place }: Community,
  options: JoinOptions,
  document: MemberDocument,
  class_notice: string | null,
): Promise<void> {
  const decision = mayGive({
    env: context.env,
    // Not looked at in vain: to open the standard input takes milliseconds.
    is_terminal: !options.isSure && isThere(context),
    is_local: place.kind === 'file',
    yes: options.isSure,
    consented: isMember(identity) && class_notice === null && !needsConsent(identity.consent),
  });
  if (decision.kind === 'refuse') throw decision.error;
  if (decision.kind === 'go') {
    // Whoever says yes beforehand is told what to, all the same.
    if (class_notice !== null) context.stderr.write(`${class_notice}\n`);
    return;
  }
  const where = place.kind === 'file' ? `kept in ${place.text} on this machine` : `sent to ${place.text}`;
  const shown = `This, and nothing else, is ${where}:\n\n${JSON.stringify(document, null, 2)}\n${class_notice === null ? '' : `\n${class_notice}\n`}`;
  if (!(await options.confirm('Join the community with this?', shown))) throw new TitoError('declined');
}

const isMember = (identity: Community['identity']): identity is Identity => identity?.state === 'joined';

/** Who was a member before enters the class now: a join that is repeated changes nothing. */
async function withClass(
  registry: OpenRegistry,
  { class_code }: MemberDocument,
  joined: JoinAnswer,
  token: string,
): Promise<JoinAnswer> {
  if (class_code === undefined || joined.created) return joined;
  const { member, groups } = await registry.update({ class_code }, token);
  return { ...joined, member, groups };
}

async function give(community: Community, document: MemberDocument) {
  const { context, keeper, place, warnings } = community;
  const consent = giveConsent(context.clock());
  const registry = await community.registry();
  // On disk before anything is sent: a join that is killed is tried again as the same member.
  const identity = createIdentity(keeper, place, consent, context.clock(), document.anonymous_id);
  const joined = await registry.join({ ...document, anonymous_id: identity.anonymous_id }, identity.token);
  const answer = await withClass(registry, document, joined, identity.token);
  changeIdentity(keeper, place, ({ joined_at }) => ({
    state: 'joined',
    consent,
    joined_at: joined_at ?? new Date(context.clock()).toISOString(),
    builder_number: answer.builder_number,
    handle: answer.handle,
    cohort: answer.member.context.cohort,
  }));
  const problem = writeSubmission(context.cwd, answer.member);
  if (problem) warnings.push(problem);
  return { answer, file: problem ? null : shownPath(context.cwd, submissionFile(context.cwd)) };
}
