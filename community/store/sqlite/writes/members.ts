import type { Outcome, Writes } from '../../../store.ts';
import { changedMember, newMember } from '../../changed-member.ts';
import { bestsOfMember, insertMember, memberOf, ownerOfToken, updateMember } from '../members.ts';
import { submissionsOfMember } from '../submissions.ts';
import type { Transaction } from '../transaction.ts';

export function join(transaction: Transaction, request: Writes['join']['request']): Outcome<'join'> {
  const { db, differences } = transaction;
  const present = memberOf(db, request.id);
  if (present?.token_sha256 === request.token_sha256) return { kind: 'present', member: present };
  if (present || ownerOfToken(db, request.token_sha256) !== null) return { kind: 'wrong_token' };
  const number = db.one<{ value: number }>(
    "UPDATE meta SET value = value + 1 WHERE name = 'last_number' RETURNING value",
  );
  if (!number) throw new Error('the number of the last member is missing');
  const member = newMember(request, number.value);
  insertMember(db, member);
  differences.add(null, { member, bests: [] });
  transaction.isVisible = true;
  return { kind: 'joined', member };
}

export function update(transaction: Transaction, request: Writes['update']['request']): Outcome<'update'> {
  const { db, differences } = transaction;
  const before = memberOf(db, request.id);
  if (!before) return { kind: 'unknown' };
  const member = changedMember(before, request);
  if (member !== before) {
    const bests = bestsOfMember(db, before.id);
    updateMember(db, member);
    differences.add({ member: before, bests }, { member, bests });
    transaction.isVisible = true;
  }
  return { kind: 'updated', before, member };
}

/** Rows that hang on the member go with it. */
export function leave(transaction: Transaction, { id }: Writes['leave']['request']): Outcome<'leave'> {
  const { db, differences } = transaction;
  const member = memberOf(db, id);
  if (!member) return { kind: 'unknown' };
  const submissions = submissionsOfMember(db, id);
  const tokens = db.all<{ token_sha256: string }>(
    'SELECT token_sha256 FROM former_token WHERE member_id = ?',
    id,
  );
  differences.add({ member, bests: bestsOfMember(db, id) }, null);
  db.run('DELETE FROM member WHERE id = ?', id);
  transaction.isVisible = true;
  transaction.gone.push(
    ...[id, member.token_sha256, member.handle],
    ...tokens.map(({ token_sha256 }) => token_sha256),
    ...submissions.map((submission) => submission.id),
  );
  return { kind: 'left', submissions: submissions.length };
}

export function rotate({ db }: Transaction, request: Writes['rotate']['request']): Outcome<'rotate'> {
  const { id, token_sha256, former_until } = request;
  const member = memberOf(db, id);
  if (!member) return { kind: 'unknown' };
  if (member.token_sha256 === token_sha256) return { kind: 'rotated' };
  const owner = ownerOfToken(db, token_sha256);
  if (owner !== null && owner !== id) return { kind: 'wrong_token' };
  db.run('DELETE FROM former_token WHERE token_sha256 = ?', token_sha256);
  db.run('UPDATE member SET token_sha256 = ? WHERE id = ?', token_sha256, id);
  db.run(
    'INSERT INTO former_token (token_sha256, member_id, until) VALUES (?, ?, ?)',
    ...[member.token_sha256, id, former_until],
  );
  return { kind: 'rotated' };
}
