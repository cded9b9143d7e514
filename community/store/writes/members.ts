import type { Outcome, Writes } from '../../store.ts';
import { changedMember } from '../changed-member.ts';
import { entered, placeIn } from './classes.ts';
import type { Transaction } from './rows.ts';

export function join(transaction: Transaction, request: Writes['join']['request']): Outcome<'join'> {
  const { rows, differences } = transaction;
  const present = rows.member(request.id);
  if (present?.token_sha256 === request.token_sha256) return { kind: 'present', member: present };
  if (present || rows.ownerOfToken(request.token_sha256) !== null) return { kind: 'wrong_token' };
  const found = entered(rows, request.code_sha256, null, request.joined_at);
  if (found && 'why' in found) return found;
  const member = rows.addMember(request, found?.id ?? null);
  differences.add(null, { member, bests: [] });
  transaction.isVisible = true;
  return { kind: 'joined', member };
}

export function update(transaction: Transaction, request: Writes['update']['request']): Outcome<'update'> {
  const { rows, differences } = transaction;
  const before = rows.member(request.id);
  if (!before) return { kind: 'unknown' };
  const { at, code_sha256 } = request;
  const found = entered(rows, code_sha256, before, at);
  if (found && 'why' in found) return found;
  const change = { ...request.change, ...placeIn(before, code_sha256, found) };
  const member = changedMember(before, { at, change });
  if (member !== before) {
    const bests = rows.bests(before.id);
    rows.changeMember(member);
    differences.add({ member: before, bests }, { member, bests });
    transaction.isVisible = true;
  }
  return { kind: 'updated', before, member };
}

export function leave(transaction: Transaction, { id }: Writes['leave']['request']): Outcome<'leave'> {
  const { rows, differences } = transaction;
  const member = rows.member(id);
  if (!member) return { kind: 'unknown' };
  const submissions = rows.submissionsOf(id).length;
  differences.add({ member, bests: rows.bests(id) }, null);
  rows.removeMember(member);
  transaction.isVisible = true;
  return { kind: 'left', submissions };
}

export function rotate({ rows }: Transaction, request: Writes['rotate']['request']): Outcome<'rotate'> {
  const { id, token_sha256, former_until } = request;
  const member = rows.member(id);
  if (!member) return { kind: 'unknown' };
  if (member.token_sha256 === token_sha256) return { kind: 'rotated' };
  const owner = rows.ownerOfToken(token_sha256);
  if (owner !== null && owner !== id) return { kind: 'wrong_token' };
  rows.giveToken(member, token_sha256, former_until);
  return { kind: 'rotated' };
}
