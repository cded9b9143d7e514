import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import type { UpdateScreen } from '../../schema/community/screens.ts';
import { builders, counted, courseName, ending, groupFact, message } from './_community-parts.ts';

/** As in `schema/community/member.ts`, whose schemas a screen has no use for. */
const MODULES = 20;
const MILESTONES = 6;

export default defineLayout<UpdateScreen>({
  layOut: (screen, hint) => ({
    rows: screen.changes.map(({ field, before, after }) => ({
      field,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    })),
    parts: [
      {
        kind: 'heading',
        icon: '✅',
        text: screen.changes.length > 0 ? 'Community Entry Updated!' : 'Your community entry is up to date.',
      },
      ...changes(screen),
      { kind: 'facts', icon: '📊', title: 'Your Progress', facts: progressFacts(screen) },
      ...celebrations(screen),
      { kind: 'facts', icon: '👥', title: 'Your Cohort Stats', facts: cohortFacts(screen) },
      ...ending(screen, hint),
    ],
  }),
});

const FIELDS: Record<string, string> = {
  'location.country': 'Country',
  'institution.name': 'Institution',
  class: 'Class',
  'context.course_type': 'Course type',
  'context.experience_level': 'Experience',
  'progress.setup_verified': 'Set-up verified',
  'progress.milestones_passed': 'Milestones passed',
  'progress.modules_completed': 'Modules completed',
};

/** What follows from another field, as a country's letters do, is left to the JSON. */
function changes({ changes: list }: UpdateScreen): DocumentPart[] {
  const facts = list.flatMap(({ field, before, after }) => {
    const label = FIELDS[field];
    return label === undefined ? [] : [{ label, value: `${shown(before)} → ${shown(after)}` }];
  });
  return facts.length === 0 ? [] : [{ kind: 'facts', icon: '📝', title: 'What changed', facts }];
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? courseName(value) : JSON.stringify(value);
}

function progressFacts({ member, origins }: UpdateScreen): DocumentFact[] {
  const { milestones_passed, modules_completed, capstone_score } = member.progress;
  const done = (n: number, all: number) => `${n}/${all}${n === all ? ' ✅' : ''}`;
  const from = (field: string) => (origins[field] === undefined ? {} : { note: `from ${origins[field]}` });
  return [
    {
      label: 'Milestones Passed',
      value: done(milestones_passed, MILESTONES),
      ...from('progress.milestones_passed'),
    },
    {
      label: 'Modules Completed',
      value: done(modules_completed, MODULES),
      ...from('progress.modules_completed'),
    },
    ...(capstone_score === null ? [] : [{ label: 'Capstone Score', value: `${capstone_score}/100` }]),
  ];
}

function cohortFacts({ groups, all_milestones }: UpdateScreen): DocumentFact[] {
  const shownGroups = groups.filter(({ kind }) => kind !== 'country' && kind !== 'all');
  return [
    ...shownGroups.map((group) => groupFact(group, 'progress')),
    { label: 'All milestones', value: `${builders(all_milestones)} worldwide` },
  ];
}

/** Real counts only: without enough others, a milestone is celebrated alone. */
function celebrations({ celebrations: list, member, all_milestones }: UpdateScreen): DocumentPart[] {
  const together = list.findLast(({ others_this_week: others }) => others !== null && others > 0);
  const parts: DocumentPart[] = [];
  if (list.length > 1 || (list.length === 1 && !together)) {
    parts.push(
      message('🎉', 'good', `You completed ${milestoneNames(list.map(({ milestone }) => milestone))}!`),
    );
  }
  if (together) {
    const { milestone, cohort, others_this_week: others } = together;
    const who = `You and ${counted(others ?? 0, 'other')} in the ${cohort} cohort`;
    parts.push(message('🎉', 'good', `${who} completed Milestone ${milestone} this week!`));
  }
  const isComplete = list.some(({ milestone }) => milestone === MILESTONES);
  if (isComplete && member.progress.milestones_passed === MILESTONES && all_milestones !== null) {
    const text = `You're now part of the ${builders(all_milestones)} who've completed all milestones.`;
    parts.push(message('🏆', 'good', text));
  }
  return parts;
}

/** `Milestone 3`, `Milestones 1, 2 and 3` */
function milestoneNames(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  const first = numbers.slice(0, -1).join(', ');
  return first === '' ? `Milestone ${last}` : `Milestones ${first} and ${last}`;
}
