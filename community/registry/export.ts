import type { ExportAnswer } from '../../src/schema/community/answers.ts';
import type { Store, Submission } from '../store.ts';
import { authenticate } from './authenticate.ts';
import { classNamed, removalOf } from './class/own-class.ts';
import { decompress } from './compression.ts';
import { documentOf } from './member-document.ts';
import type { Parts } from './parts.ts';
import { DAY_MS, iso, isoDay } from './times.ts';
import { moderatedOf, told } from './told.ts';

/**
 * Everything that the registry has about a member; of the token it has only a hash, which is not given away.
 * @throws TitoError `not_a_member`
 */
export async function exportMember(parts: Parts, token: string): Promise<ExportAnswer> {
  const { store, clock } = parts;
  const member = await authenticate(parts, token);
  const submissions = await store.submissionsOf(member.id);
  return {
    exported_at: iso(clock()),
    builder_number: member.number,
    handle: member.handle,
    joined_at: iso(member.joined_at),
    updated_at: iso(member.updated_at),
    milestones: member.milestone_days.map((day, i) => ({
      milestone: i + 1,
      passed_on: isoDay(day * DAY_MS),
    })),
    member: await documentOf(store, member, await store.bests(member.id)),
    class: await classNamed(store, member),
    class_removal: await removalOf(store, member),
    ...told(await moderatedOf(store, member.id)),
    submissions: await Promise.all(submissions.map((each) => whole(store, each))),
  };
}

async function whole(store: Store, submission: Submission): Promise<ExportAnswer['submissions'][number]> {
  const { id, member_id: _, received_at, measured_at, ...facts } = submission;
  const document = await store.document(id);
  return {
    submission_id: id,
    received_at: iso(received_at),
    measured_at: iso(measured_at),
    ...facts,
    document: document === null ? null : await decompress(document),
  };
}
