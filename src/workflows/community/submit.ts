import { resolve } from 'node:path';
import type { Context } from '../../cli/context.ts';
import { EXIT, TitoError } from '../../errors.ts';
import { findRuns } from '../../membership/find-runs.ts';
import { writeSubmission } from '../../membership/submission-file.ts';
import type { SubmitScreen } from '../../schema/community/screens.ts';
import type { SubmissionKind } from '../../schema/community/submission.ts';
import {
  asMember,
  type Community,
  type CommunityOptions,
  type Membership,
  resultsOf,
  shownPath,
  withCommunity,
} from './open-community.ts';
import { permit } from './permit.ts';

export interface SubmitOptions extends CommunityOptions {
  isSure: boolean;
  /** A results file; the newest finished baseline and capstone where it is left out. */
  file?: string;
}

interface Candidate {
  file: string;
  kind: SubmissionKind;
  document: Record<string, unknown>;
}

interface Checked extends Candidate {
  /** What the file says of itself. */
  stated_score: number | null;
}

/**
 * `tito community submit`: checks runs as the registry will, sends them, says how they rank. What can't be sent now is
 * kept and sent with the next command.
 *
 * @returns exit code 0; an error where something was refused or waits
 */
export function submit(context: Context, options: SubmitOptions): Promise<number | TitoError> {
  return withCommunity(context, options, async (community) => {
    permit(community, options.isSure);
    const found = options.file === undefined ? newest(community) : [await named(context.cwd, options.file)];
    const screen: Outcome = { submitted: [], refused: [], waiting: [] };
    const { passed: candidates, ...local } = await checked(community, found, screen);
    let problem = local.problem;
    const member = await connect(community, candidates, screen);
    for (const candidate of member ? candidates : []) {
      if (member) problem = (await send(community, member, candidate, screen)) ?? problem;
    }
    if (member && screen.submitted.length > 0) await refresh(community, member);
    const hint = "These are the builders in your cohort: 'tito community cohort'";
    await community.show<SubmitScreen>('community_submit', screen, hint);
    const [first] = screen.waiting;
    if (problem) return problem;
    return first ? waiting(community.place.text, first) : EXIT.done;
  });
}

function waiting(registry: string, { reason, file, code }: SubmitScreen['waiting'][number]): TitoError {
  const message = code === 'class_frozen' ? `${reason}.` : undefined;
  return new TitoError('waiting', { registry, reason, file, message });
}

type Outcome = Pick<SubmitScreen, 'submitted' | 'refused' | 'waiting'>;

/**
 * As they are given. One that is refused here stops no other.
 * @throws TitoError `run_refused` where nothing is left to be sent
 */
async function checked(
  community: Community,
  candidates: readonly Candidate[],
  screen: Outcome,
): Promise<{ passed: Checked[]; problem: TitoError | null }> {
  const { examineLocally } = await import('../../membership/examine-locally.ts');
  const { root, cwd } = community.context;
  const passed: Checked[] = [];
  let problem: TitoError | null = null;
  for (const { file, kind, document } of candidates) {
    const stated = document[kind === 'baseline' ? 'score' : 'overall_score'];
    const stated_score = typeof stated === 'number' ? stated : null;
    try {
      passed.push({ file, kind, stated_score, document: await examineLocally(root, document) });
    } catch (cause) {
      if (!(cause instanceof TitoError) || cause.code !== 'run_refused') throw cause;
      screen.refused.push({ file: shownPath(cwd, file), code: cause.code, reason: cause.message });
      problem = cause;
    }
  }
  if (problem && passed.length === 0) throw problem;
  return { passed, problem };
}

/** The member, or null where the registry can't be reached: everything is kept then. */
async function connect(
  community: Community,
  candidates: readonly Checked[],
  screen: Outcome,
): Promise<Membership | null> {
  try {
    return await asMember(community);
  } catch (cause) {
    const { isPassing } = await import('../../membership/outbox.ts');
    if (!isPassing(cause)) throw cause;
    for (const candidate of candidates) await keep(community, candidate, cause, screen);
    return null;
  }
}

async function send(
  community: Community,
  { registry, identity }: Membership,
  candidate: Checked,
  screen: Outcome,
): Promise<TitoError | null> {
  const { document, file, stated_score } = candidate;
  const { isPassing, submissionKey } = await import('../../membership/outbox.ts');
  try {
    const answer = await registry.submit(document, submissionKey(document), identity.token);
    screen.submitted.push({ ...answer, file: shownPath(community.context.cwd, file), stated_score });
    return null;
  } catch (cause) {
    if (isPassing(cause)) {
      await keep(community, candidate, cause, screen);
      return null;
    }
    if (!(cause instanceof TitoError)) throw cause;
    screen.refused.push({
      file: shownPath(community.context.cwd, file),
      code: cause.code,
      reason: cause.message,
    });
    return cause;
  }
}

async function keep(
  { context, identity, keeper, place }: Community,
  { document, file, kind }: Candidate,
  cause: TitoError,
  screen: Outcome,
): Promise<void> {
  if (!identity) throw cause;
  const { keepForLater } = await import('../../membership/outbox.ts');
  const { anonymous_id } = identity;
  const shown = shownPath(context.cwd, file);
  keepForLater(keeper.data, place, { anonymous_id, kind, file: shown, document }, context.clock());
  screen.waiting.push({ file: shown, code: cause.code, reason: cause.message.replace(/\.$/, '') });
}

/** The member's document with the new scores, as the registry has it. */
async function refresh(community: Community, { registry, identity }: Membership): Promise<void> {
  try {
    const { member } = await registry.update({}, identity.token);
    const problem = writeSubmission(community.context.cwd, member);
    if (problem) community.warnings.push(problem);
  } catch (cause) {
    // The run is ranked; the copy of it here follows with the next update.
    if (!(cause instanceof TitoError)) throw cause;
    community.warnings.push(cause.message);
  }
}

function newest(community: Community): Candidate[] {
  const folder = resultsOf(community);
  const { baseline, capstone, warnings } = findRuns(folder, { now: community.context.clock() });
  community.warnings.push(...warnings);
  const found = [baseline, capstone].filter((run) => run !== null);
  if (found.length > 0) return found;
  throw new TitoError('nothing_to_submit', { folder: shownPath(community.context.cwd, folder) });
}

/** @throws TitoError `not_a_run` and others for a file that is no finished baseline or capstone */
async function named(cwd: string, word: string): Promise<Candidate> {
  const { readRun } = await import('../../storage/read-run.ts');
  const file = resolve(cwd, word);
  const { run, stated } = readRun(file);
  const { kind } = run.plan;
  if (stated && (kind === 'baseline' || kind === 'capstone')) return { file, kind, document: stated };
  const reason = stated
    ? `it holds ${kind}, and only baselines and capstones are ranked.`
    : 'it is the journal of a run that was killed.';
  throw new TitoError('not_a_run', { file: word, reason });
}
