import { type DocumentFact, type DocumentPart, defineLayout } from '../../contracts.ts';
import type { StatsScreen } from '../../schema/community/screens.ts';
import {
  builders,
  distributionFacts,
  ending,
  message,
  moderationText,
  moment,
  removalText,
  whole,
} from './_community-parts.ts';

export default defineLayout<StatsScreen>({
  layOut: (screen, hint) => {
    const { cohort, only_cohort } = screen;
    return {
      rows: [row(screen)],
      parts: [
        { kind: 'heading', icon: '🌍', text: 'TinyTorch Community Stats' },
        ...(only_cohort ? [] : [global(screen)]),
        ...(cohort ? own(cohort) : []),
        ...ofClass(screen),
        ...(screen.moderation ?? []).map((each) => message('🚩', 'warning', moderationText(each))),
        ...(cohort === null && screen.total > 0
          ? [progress('Progress Distribution', screen.distribution)]
          : []),
        ...ending(screen, hint),
      ],
    };
  },
});

const row = ({ total, countries, institutions, this_week, cohort }: StatsScreen) => ({
  total,
  countries,
  institutions,
  this_week,
  cohort: cohort?.label ?? null,
  cohort_members: cohort?.members ?? null,
  institution: cohort?.institution?.label ?? null,
  institution_members: cohort?.institution?.members ?? null,
  progress_rank: cohort?.progress_rank ?? null,
  all_milestones: cohort?.all_milestones ?? null,
});

const global = ({ total, countries, institutions, this_week }: StatsScreen): DocumentPart => ({
  kind: 'facts',
  icon: '📊',
  title: 'Global',
  facts: [
    { label: 'Total Builders', value: whole(total) },
    { label: 'Countries', value: whole(countries) },
    { label: 'Institutions', value: whole(institutions) },
    { label: 'This Week', value: `${whole(this_week)} new ${this_week === 1 ? 'builder' : 'builders'}` },
  ],
});

const progress = (title: string, cells: StatsScreen['distribution']): DocumentPart => ({
  kind: 'facts',
  icon: '📈',
  title,
  facts: distributionFacts(cells),
});

/** The class of whoever asks, or why it is theirs no more. */
function ofClass({ class: own, class_removal: removal, map }: StatsScreen): DocumentPart[] {
  if (own !== null) {
    const { name, members, progress_rank: rank, frozen_until } = own;
    const place =
      rank === null || members === null ? 'shown from 5 builders on' : `#${whole(rank)}/${whole(members)}`;
    const facts: DocumentFact[] = [
      { label: 'Total', value: builders(members) },
      { label: 'Your Progress Rank', value: place },
    ];
    if (frozen_until !== null)
      facts.push({
        label: 'Frozen',
        value: `until ${moment(frozen_until)}`,
        note: 'it takes no runs till then',
      });
    if (map !== null && members !== null)
      facts.push({ label: 'Page', value: `${map}/class/${own.class_id}` });
    return [{ kind: 'facts', icon: '🎓', title: `Your Class (${name})`, facts }];
  }
  if (removal === null) return [];
  return [message('🎓', 'warning', removalText(removal))];
}

function own(cohort: NonNullable<StatsScreen['cohort']>): DocumentPart[] {
  const { label, members, institution, progress_rank, all_milestones } = cohort;
  const facts: DocumentFact[] = [{ label: 'Total', value: builders(members) }];
  if (institution) {
    facts.push({ label: 'Your Institution', value: builders(institution.members), note: institution.label });
  }
  const isRanked = progress_rank !== null && members !== null;
  facts.push({
    label: 'Your Progress Rank',
    value: isRanked ? `#${whole(progress_rank)}/${whole(members)}` : 'shown from 5 builders on',
  });
  if (all_milestones !== null && members !== null) {
    const share = Math.round((100 * all_milestones) / members);
    facts.push({
      label: 'Milestones Completed',
      value: `${whole(all_milestones)}/${whole(members)} (${share}%)`,
    });
  }
  const parts: DocumentPart[] = [{ kind: 'facts', icon: '👥', title: `Your Cohort (${label})`, facts }];
  return members === null ? parts : [...parts, progress('Progress Distribution', cohort.distribution)];
}
