import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import { MILESTONES, MODULES } from '../../schema/community/member.ts';
import type { UpdateScreen } from '../../schema/community/screens.ts';
import { builders, ending, groupFact, whole } from './_community-parts.ts';

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

function changes({ changes: list }: UpdateScreen): DocumentPart[] {
  if (list.length === 0) return [];
  const facts = list.map(({ field, before, after }) => ({
    label: field.replaceAll('_', ' '),
    value: `${shown(before)} → ${shown(after)}`,
  }));
  return [{ kind: 'facts', icon: '✏️', title: 'What changed', facts }];
}

const shown = (value: unknown) => {
  if (value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

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

/** Real counts only: without enough others, the milestone is celebrated alone. */
function celebrations({ celebrations: list, member, all_milestones }: UpdateScreen): DocumentPart[] {
  const parts = list.map(({ milestone, cohort, others_this_week: others }): DocumentPart => {
    const text =
      others === null || others === 0
        ? `You completed Milestone ${milestone}!`
        : `You and ${whole(others)} others in the ${cohort} cohort completed Milestone ${milestone} this week!`;
    return { kind: 'message', icon: '🎉', tone: 'good', text };
  });
  const isComplete = list.some(({ milestone }) => milestone === MILESTONES);
  if (isComplete && member.progress.milestones_passed === MILESTONES && all_milestones !== null) {
    const text = `You're now part of the ${builders(all_milestones)} who've completed all milestones.`;
    parts.push({ kind: 'message', icon: '🎉', tone: 'good', text });
  }
  return parts;
}
