import type { Class, ClassRefusal } from '../../class-writes.ts';
import type { Member, Outcome, Writes } from '../../store.ts';
import type { Rows, Transaction } from './rows.ts';

export function createClass(
  transaction: Transaction,
  made: Writes['createClass']['request'],
): Outcome<'createClass'> {
  const { rows } = transaction;
  const present = rows.classOf(made.id);
  if (present)
    return present.admin_sha256 === made.admin_sha256 ? { kind: 'present', class: present } : TAKEN;
  if (rows.classByCode(made.code_sha256) || rows.classByToken(made.admin_sha256)) return TAKEN;
  rows.saveClass(made);
  transaction.isVisible = true;
  return { kind: 'created', class: made };
}

const TAKEN = { kind: 'taken' } as const;

export function changeClass(
  transaction: Transaction,
  { id, change }: Writes['changeClass']['request'],
): Outcome<'changeClass'> {
  const { rows } = transaction;
  const before = rows.classOf(id);
  if (!before) return { kind: 'unknown' };
  const { code_sha256, code_at, ...rest } = change;
  const isNew = code_sha256 !== undefined && code_sha256 !== before.code_sha256;
  if (isNew && rows.classByCode(code_sha256)) return TAKEN;
  const after: Class = {
    ...before,
    ...rest,
    ...(isNew && { code_sha256, code_at: code_at ?? before.code_at }),
  };
  if ((Object.keys(after) as (keyof Class)[]).some((name) => after[name] !== before[name])) {
    rows.saveClass(after);
    transaction.isVisible = true;
  }
  return { kind: 'changed', class: after };
}

export function expel(
  transaction: Transaction,
  { class_id, member_id, reason, at }: Writes['expel']['request'],
): Outcome<'expel'> {
  const { rows, differences } = transaction;
  const before = rows.member(member_id);
  if (!before || before.class_id !== class_id) return { kind: 'unknown' };
  const member: Member = { ...before, class_id: null, class_removal: { class_id, reason, at } };
  const bests = rows.bests(member_id);
  rows.changeMember(member);
  differences.add({ member: before, bests }, { member, bests });
  transaction.isVisible = true;
  return { kind: 'expelled', member };
}

/** The class that a code lets into, or why it does not; null where no code is given. */
export function entered(
  rows: Rows,
  code_sha256: string | null | undefined,
  member: Member | null,
  at: number,
): Class | ClassRefusal | null {
  if (code_sha256 === undefined || code_sha256 === null) return null;
  const found = rows.classByCode(code_sha256);
  if (!found) return { kind: 'no_class', why: 'unknown' };
  if (member?.class_id === found.id) return found;
  const removal = member?.class_removal ?? null;
  const refuse = (why: 'expired' | 'frozen' | 'removed'): ClassRefusal => ({
    ...{ kind: 'no_class', why, class: found, removal },
  });
  if (found.expires_at !== null && at >= found.expires_at) return refuse('expired');
  if (isFrozen(found, at)) return refuse('frozen');
  return removal?.class_id === found.id && removal.at >= found.code_at ? refuse('removed') : found;
}

/** What entering or leaving a class changes of a member; nothing where the member stays. */
export function placeIn(
  { class_removal }: Member,
  code_sha256: string | null | undefined,
  found: Class | null,
): Partial<Pick<Member, 'class_id' | 'class_removal'>> {
  if (code_sha256 === null) return { class_id: null };
  if (found === null) return {};
  return { class_id: found.id, ...(class_removal?.class_id === found.id && { class_removal: null }) };
}

/** The class that a member is in, where it takes no submissions now. */
export function frozenClass(
  rows: Rows,
  { class_id }: Member,
  at: number,
): (Class & { frozen_until: number }) | null {
  const found = class_id === null ? null : rows.classOf(class_id);
  return found && isFrozen(found, at) ? found : null;
}

const isFrozen = (found: Class, at: number): found is Class & { frozen_until: number } =>
  found.frozen_until !== null && at < found.frozen_until;
