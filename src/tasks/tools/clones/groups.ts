import { compareText } from '../../parse/by-path.ts';

/** How the members of a group are alike; the later the looser. */
export const LIKENESS = ['exact', 'renamed', 'near-miss'] as const;
export type Likeness = (typeof LIKENESS)[number];

/** A piece of code that has a copy. */
export interface Member {
  path: string;
  name: string;
  first_line: number;
  last_line: number;
  from: number;
  to: number;
  tokens: number;
}

export interface CloneGroup {
  likeness: Likeness;
  unit: 'functions' | 'statements';
  members: Member[];
}

const contains = (outer: Member, inner: Member): boolean =>
  outer.path === inner.path && outer.from <= inner.from && outer.to >= inner.to;
export const overlaps = (a: Member, b: Member): boolean =>
  a.path === b.path && a.from < b.to && b.from < a.to;

const byPlace = (a: Member, b: Member): number => compareText(a.path, b.path) || a.from - b.from;

/** Members without those that overlap an earlier one, in the order of their places. */
export function apart(members: readonly Member[]): Member[] {
  const kept: Member[] = [];
  for (const member of [...members].sort(byPlace)) {
    if (!kept.some((other) => overlaps(other, member))) kept.push(member);
  }
  return kept;
}

/** Whether each member lies within a member of its own of a group that is reported already. */
const isWithin = (group: CloneGroup, other: CloneGroup): boolean => {
  const outer = group.members.map((member) => other.members.findIndex((each) => contains(each, member)));
  return outer.every((index) => index >= 0) && new Set(outer).size === outer.length;
};

/** The groups that say something new, the largest code first, each with its members in the order of their places. */
export function withoutNested(groups: readonly CloneGroup[]): CloneGroup[] {
  const size = ({ members }: CloneGroup) => Math.max(...members.map((member) => member.tokens));
  const ordered = groups
    .map((group) => ({ ...group, members: [...group.members].sort(byPlace) }))
    .sort((a, b) => {
      const [first, second] = [a.members[0], b.members[0]];
      return size(b) - size(a) || (first && second ? byPlace(first, second) : 0);
    });
  const byFile = new Map<string, CloneGroup[]>();
  return ordered.filter((group) => {
    const near = byFile.get(group.members[0]?.path ?? '') ?? [];
    if (near.some((other) => isWithin(group, other))) return false;
    for (const path of new Set(group.members.map((member) => member.path))) {
      byFile.set(path, [...(byFile.get(path) ?? []), group]);
    }
    return true;
  });
}

/** Items by a key, in the order of their first. */
export function groupedBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  return [...Map.groupBy(items, key).values()];
}
