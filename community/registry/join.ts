import { TitoError } from '../../src/errors.ts';
import type { JoinAnswer } from '../../src/schema/community/answers.ts';
import { type MemberDocument, memberDocument } from '../../src/schema/community/member.ts';
import { cohortOf } from '../cohort.ts';
import { progressOf } from '../contributions.ts';
import { handleOf } from '../handle.ts';
import { hashToken, isToken } from './authenticate.ts';
import { classRefusal, hashCode } from './class/refusal.ts';
import { groupsOf } from './groups.ts';
import { documentOf } from './member-document.ts';
import type { Parts } from './parts.ts';
import { plainDocument } from './plain-document.ts';
import { countryOf, valid } from './valid.ts';

/**
 * Makes a member, or finds the one with this id and token. What a document says of cohort, scores and times is not
 * believed: these are the registry's.
 *
 * @throws TitoError `bad_request`; `wrong_token` where the id or the token is another member's; `unknown_class_code`,
 *   `class_expired`, `class_frozen`, `removed_from_class` for a class that does not let in: then nobody has joined
 */
export async function join(parts: Parts, given: MemberDocument, token: string): Promise<JoinAnswer> {
  const { store, clock } = parts;
  const document = plainDocument(given) ?? valid(memberDocument, given);
  if (!isToken(token))
    throw new TitoError('bad_request', { field: 'token', problem: 'it has 64 hexadecimal digits' });
  const at = clock();
  const { institution, context, progress, class_code } = document;
  const outcome = await store.write('join', {
    id: document.anonymous_id,
    token_sha256: hashToken(token, parts),
    handle: handleOf(await store.secret(), document.anonymous_id, parts.hmac),
    joined_at: at,
    cohort: cohortOf(at),
    country: countryOf(document.location),
    institution: institution?.name ?? null,
    institution_type: institution?.type ?? null,
    course_type: context.course_type,
    experience_level: context.experience_level,
    setup_verified: progress.setup_verified,
    modules_completed: progress.modules_completed,
    milestones_passed: progress.milestones_passed,
    ...(class_code !== undefined && { code_sha256: hashCode(class_code) }),
  });
  if (outcome.kind === 'no_class') throw classRefusal(outcome);
  if (outcome.kind === 'wrong_token') throw new TitoError('wrong_token');
  const { member } = outcome;
  // Who is new has none yet.
  const bests = outcome.kind === 'joined' ? [] : await store.bests(member.id);
  return {
    created: outcome.kind === 'joined',
    builder_number: member.number,
    handle: member.handle,
    member: await documentOf(store, member, bests),
    groups: await groupsOf(store, member, 'progress', progressOf(member)),
  };
}
