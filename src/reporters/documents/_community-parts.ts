import type { DocumentFact, DocumentPart } from '../../contracts.ts';
import type { StatsAnswer } from '../../schema/community/answers.ts';
import type { Distribution, Group } from '../../schema/community/groups.ts';
import type { ModerationEntry } from '../../schema/community/moderation.ts';
import type { Surround } from '../../schema/community/screens.ts';

const COURSES: Record<string, [one: string, many: string]> = {
  university_course: ['University course', 'University courses'],
  bootcamp: ['Bootcamp', 'Bootcamps'],
  self_paced: ['Self-paced', 'Self-paced builders'],
  other: ['Other course', 'Other courses'],
};

/** A course type as people say it. */
export const courseName = (type: string, many = false): string => COURSES[type]?.[many ? 1 : 0] ?? type;

/** A whole number with its thousands set apart. */
export const whole = (n: number): string => String(n).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `1 submission`, `1,234 submissions` */
export const counted = (n: number, one: string): string => `${whole(n)} ${one}${n === 1 ? '' : 's'}`;

/** `1 builder`, `234 builders`; a count that is not told is a small one. */
export const builders = (n: number | null): string =>
  n === null ? 'fewer than 5 builders' : counted(n, 'builder');

/** `2026-11-21 07:45 UTC`; what is no time stays as it is. */
export const moment = (time: string): string =>
  time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');

/** That somebody was taken out of a class, and why. */
export const removalText = ({
  name,
  reason,
  removed_at,
}: NonNullable<StatsAnswer['class_removal']>): string =>
  `You were taken out of the class ${name} on ${removed_at.slice(0, 10)}: ${reason}`;

const WORDS = { flag: 'flagged', unflag: 'flagged no more', vouch: 'reproduced', remove: 'removed' };

/** `Your capstone of 2026-11-21 was flagged on 2026-11-22: REASON` */
export const moderationText = ({ kind, action, reason, at, received_at }: ModerationEntry): string =>
  `Your ${kind} of ${received_at.slice(0, 10)} was ${WORDS[action]} on ${at.slice(0, 10)}${reason === null ? '' : `: ${reason}`}`;

/** The name of a group as it stands before a count. */
export function groupName({ kind, label }: Pick<Group, 'kind' | 'label'>): string {
  if (kind === 'all') return 'Worldwide';
  if (kind === 'cohort') return `${label} cohort`;
  return kind === 'course_type' ? courseName(label, true) : label;
}

export const GROUP_ICONS: Record<Group['kind'], string> = {
  all: '🌍',
  cohort: '👥',
  class: '🎓',
  institution: '🏫',
  course_type: '📚',
  country: '📍',
};

/** `you're #15 of 234 by progress`; nothing where the group is too small for places. */
function place({ rank, of }: Pick<Group, 'rank' | 'of'>, by: string): string | undefined {
  if (rank === null) return undefined;
  return of === null ? `you're #${whole(rank)} by ${by}` : `you're #${whole(rank)} of ${whole(of)} by ${by}`;
}

export const groupFact = (group: Group, by?: string): DocumentFact => {
  const note = by === undefined ? undefined : place(group, by);
  return { label: groupName(group), value: builders(group.members), ...(note === undefined ? {} : { note }) };
};

const WIDTH = 20;

/** A share as a bar of up to twenty characters; anything above nothing is seen. */
const bar = (share: number): string => '█'.repeat(share > 0 ? Math.max(1, Math.round(share * WIDTH)) : 0);

/** Cells that are too small to be told say so. */
export const distributionFacts = (cells: Distribution): DocumentFact[] =>
  cells.map(({ label, members, share }) => {
    if (members === null || share === null)
      return { label, value: 'not shown', note: 'so that nobody is singled out' };
    const value = `${whole(members)} (${Math.round(100 * share)}%)`;
    return share > 0 ? { label, value, note: bar(share) } : { label, value };
  });

export const message = (
  icon: string,
  tone: 'good' | 'warning' | 'hint' | 'bad',
  text: string,
): DocumentPart => ({
  kind: 'message',
  icon,
  tone,
  text,
});

/** What is the same at the end of every screen. */
export const ending = (
  { map, warnings }: Pick<Surround, 'map' | 'warnings'>,
  hint: string,
): DocumentPart[] => [
  ...(map === null ? [] : [message('🌍', 'hint', `View the map: ${map}`)]),
  ...warnings.map((text) => message('⚠', 'warning', text)),
  message('💡', 'hint', hint),
];
