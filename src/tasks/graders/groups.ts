import * as z from 'zod';
import { defineGrader } from '../../task-contracts.ts';
import { accuracyOf } from './_accuracy.ts';
import { findList } from './_answer-list.ts';
import { canonical } from './_canonical.ts';
import { readExpected } from './_expected.ts';

const member = z.record(z.string(), z.unknown());

/** `expected` of a task: itself an answer that earns 1. */
const truth = z.object({
  /** Fields that say which member it is. */
  key: z.array(z.string().min(1)).min(1),
  groups: z.array(z.object({ members: z.array(member).min(2) })).min(1),
});

function keyOf(item: unknown, fields: readonly string[]): string {
  const read = member.safeParse(item);
  return read.success ? fields.map((field) => canonical(read.data[field])).join(' ') : canonical(item);
}

/** A group may be a list itself or have its list under `members`. */
function membersOf(group: unknown): readonly unknown[] {
  if (Array.isArray(group)) return group;
  const read = z.object({ members: z.array(z.unknown()) }).safeParse(group);
  return read.success ? read.data.members : [];
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2;

/**
 * Groups of what is alike, such as clones: quality is the F1 over pairs of members that stand in one group, so that a
 * group that is split or glued to another one is partly right. A pair that is claimed twice, a member said twice and
 * a group of one cost precision.
 */
export default defineGrader({
  title: 'Groups by pairs of members',
  check: (expected) => {
    const { groups, key } = readExpected(truth, expected);
    const all = groups.flatMap(({ members }) => members.map((each) => keyOf(each, key)));
    const twice = all.find((each, k) => all.indexOf(each) !== k);
    if (twice !== undefined) throw new TypeError(`expected.groups: '${twice}' stands there twice`);
  },
  grade: (answer, given) => {
    const { groups, key } = readExpected(truth, given);
    const list = findList(answer, 'groups');
    if ('note' in list) return { quality: 0, grade: { note: list.note } };
    const claimed = list.items.map((group) => membersOf(group).map((each) => keyOf(each, key)));
    const groupsByMember = new Map<string, Set<number>>();
    for (const [k, members] of claimed.entries()) {
      for (const each of members) {
        groupsByMember.set(each, (groupsByMember.get(each) ?? new Set()).add(k));
      }
    }
    const wanted = groups.flatMap(({ members }) => allPairs(members.map((each) => keyOf(each, key))));
    const found = wanted.filter(([a, b]) => {
      const others = groupsByMember.get(b);
      return [...(groupsByMember.get(a) ?? [])].some((group) => others?.has(group));
    });
    const claims = claimed.reduce((sum, members) => sum + Math.max(1, pairsOf(members.length)), 0);
    const accuracy = accuracyOf(found.length, claims, wanted.length);
    return {
      quality: accuracy.f1,
      grade: {
        precision: accuracy.precision,
        recall: accuracy.recall,
        pairs_found: found.length,
        pairs_claimed: claims,
        pairs_wanted: wanted.length,
      },
    };
  },
});

const allPairs = (items: readonly string[]): [string, string][] =>
  items.flatMap((a, k) => items.slice(k + 1).map((b): [string, string] => [a, b]));
