import type { UpdateAnswer } from '../../src/schema/community/answers.ts';
import { type MemberDocument, type MemberUpdate, memberUpdate } from '../../src/schema/community/member.ts';
import { progressOf } from '../contributions.ts';
import { visible } from '../privacy.ts';
import type { Member, Store, Writes } from '../store.ts';
import { authenticate, notMember } from './authenticate.ts';
import { changesBetween } from './changes.ts';
import { classRefusal, hashCode } from './class/refusal.ts';
import { allMilestones, distributionOf } from './distribution.ts';
import { groupsOf } from './groups.ts';
import { documentOf } from './member-document.ts';
import type { Parts } from './parts.ts';
import { lastWeek } from './times.ts';
import { countryOf, valid } from './valid.ts';

/**
 * Changes what a member has given; what is left out stays.
 * @throws TitoError `not_a_member`, `bad_request`; `unknown_class_code`, `class_expired`, `class_frozen`,
 *   `removed_from_class` for a class that does not let in: then nothing has changed
 */
export async function update(parts: Parts, given: MemberUpdate, token: string): Promise<UpdateAnswer> {
  const { store, clock, place } = parts;
  const { id } = await authenticate(parts, token);
  const at = clock();
  const { class_code, ...rest } = valid(memberUpdate, given);
  const outcome = await store.write('update', {
    id,
    at,
    change: changeOf(rest),
    ...(class_code !== undefined && { code_sha256: class_code && hashCode(class_code) }),
  });
  if (outcome.kind === 'unknown') throw notMember(place);
  if (outcome.kind === 'no_class') throw classRefusal(outcome);
  const { before, member } = outcome;
  const bests = await store.bests(id);
  const document = await documentOf(store, member, bests);
  const everybody = await store.histogram({ kind: 'all', key: '' }, 'progress');
  return {
    builder_number: member.number,
    member: document,
    changes: changesBetween(
      { ...givenBy(await documentOf(store, before, bests)), class: await classNameOf(store, before) },
      { ...givenBy(document), class: await classNameOf(store, member) },
    ),
    groups: await groupsOf(store, member, 'progress', progressOf(member)),
    all_milestones: allMilestones(distributionOf(everybody)),
    celebrations: await celebrationsOf(store, before, member, at),
  };
}

/** The parts of a document that a member gives. */
const givenBy = ({ location, institution, context, progress }: MemberDocument) => ({
  location,
  institution,
  context,
  progress,
});

const classNameOf = async (store: Store, { class_id }: Member): Promise<string | null> =>
  class_id === null ? null : ((await store.class(class_id))?.name ?? null);

type Change = Writes['update']['request']['change'];

function changeOf({
  location,
  institution,
  context = {},
  progress = {},
}: Omit<MemberUpdate, 'class_code'>): Change {
  const { course_type, experience_level } = context;
  const { setup_verified, modules_completed, milestones_passed } = progress;
  return {
    ...(location !== undefined && { country: countryOf(location) }),
    ...(institution !== undefined && {
      institution: institution?.name ?? null,
      institution_type: institution?.type ?? null,
    }),
    ...(course_type !== undefined && { course_type }),
    ...(experience_level !== undefined && { experience_level }),
    ...(setup_verified !== undefined && { setup_verified }),
    ...(modules_completed !== undefined && { modules_completed }),
    ...(milestones_passed !== undefined && { milestones_passed }),
  };
}

/** Each milestone that is newly passed, with how many others of the cohort passed it in these seven days. */
function celebrationsOf(store: Store, before: Member, member: Member, at: number) {
  const passed = member.milestones_passed - before.milestones_passed;
  const milestones = Array.from({ length: Math.max(0, passed) }, (_, i) => before.milestones_passed + 1 + i);
  const { from, to } = lastWeek(at);
  return Promise.all(
    milestones.map(async (milestone) => {
      const scope = { kind: 'cohort', key: member.cohort } as const;
      const together = visible(await store.passed(scope, milestone, from, to));
      return {
        milestone,
        cohort: member.cohort,
        others_this_week: together === null ? null : Math.max(0, together - 1),
      };
    }),
  );
}
