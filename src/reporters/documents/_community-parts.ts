import type { DocumentFact, DocumentPart } from '../../contracts.ts';
import type { Distribution, Group } from '../../schema/community/groups.ts';
import type { Surround } from '../../schema/community/screens.ts';
import { thousands } from '../_figures.ts';

const COURSES: Record<string, [one: string, many: string]> = {
  university_course: ['University course', 'University courses'],
  bootcamp: ['Bootcamp', 'Bootcamps'],
  self_paced: ['Self-paced', 'Self-paced'],
  other: ['Other course', 'Other courses'],
};

/** A course type as people say it. */
export const courseName = (type: string, many = false): string => COURSES[type]?.[many ? 1 : 0] ?? type;

/** A whole number with its thousands set apart. */
export const whole = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `1 builder`, `234 builders`; a count that is not told is a small one. */
export function builders(n: number | null): string {
  if (n === null) return 'fewer than 5 builders';
  return n === 1 ? '1 builder' : `${whole(n)} builders`;
}

/** The name of a group as it stands before a count. */
export function groupName({ kind, label }: Pick<Group, 'kind' | 'label'>): string {
  if (kind === 'all') return 'Worldwide';
  if (kind === 'cohort') return `${label} cohort`;
  return kind === 'course_type' ? courseName(label, true) : label;
}

export const GROUP_ICONS: Record<Group['kind'], string> = {
  all: '🌍',
  cohort: '👥',
  institution: '🏫',
  course_type: '📚',
  country: '📍',
};

/** `you're #15 of 234 by progress`; nothing where the group is too small for places. */
export function place({ rank, of }: Pick<Group, 'rank' | 'of'>, by: string): string | undefined {
  if (rank === null) return undefined;
  return of === null ? `you're #${whole(rank)} by ${by}` : `you're #${whole(rank)} of ${whole(of)} by ${by}`;
}

export const groupFact = (group: Group, by?: string): DocumentFact => {
  const note = by === undefined ? undefined : place(group, by);
  return { label: groupName(group), value: builders(group.members), ...(note === undefined ? {} : { note }) };
};

const WIDTH = 20;

/** A share as a bar of up to twenty characters; anything above nothing is seen. */
export const bar = (share: number): string =>
  '█'.repeat(share > 0 ? Math.max(1, Math.round(share * WIDTH)) : 0);

/** Cells that are too small to be told say so. */
export const distributionFacts = (cells: Distribution): DocumentFact[] =>
  cells.map(({ label, members, share }) =>
    members === null || share === null
      ? { label, value: 'not shown', note: 'too few to be counted' }
      : { label, value: `${whole(members)} (${Math.round(100 * share)}%)`, note: bar(share) },
  );

/** `top 25 % by progress` */
export const top = (percent: number, by: string): string => `Top ${thousands(percent)} % by ${by}!`;

/** What is the same at the end of every screen. */
export const ending = ({ map, warnings }: Surround, hint: string): DocumentPart[] => [
  ...(map === null
    ? []
    : [{ kind: 'message', icon: '🌍', tone: 'hint', text: `View the map: ${map}` } as const]),
  ...warnings.map((text): DocumentPart => ({ kind: 'message', icon: '⚠', tone: 'warning', text })),
  { kind: 'message', icon: '💡', tone: 'hint', text: hint },
];
