import type { Member, Outcome } from '../../store.ts';

/**
 * Those who joined with the numbers that they have in the database.
 * @param last number that was given before
 */
export function numbered(outcomes: readonly Outcome[], last: number): Outcome[] {
  const given = <T extends Member>(member: T): T =>
    member.number < 0 ? { ...member, number: last - member.number } : member;
  return outcomes.map((outcome) => {
    if (outcome.kind === 'updated')
      return { ...outcome, before: given(outcome.before), member: given(outcome.member) };
    if ((outcome.kind === 'joined' || outcome.kind === 'present') && 'member' in outcome)
      return { ...outcome, member: given(outcome.member) };
    return outcome;
  });
}
