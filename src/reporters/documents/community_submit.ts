import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { Group } from '../../schema/community/groups.ts';
import type { SubmitScreen } from '../../schema/community/screens.ts';
import { courseName, ending, GROUP_ICONS, message, moment, whole } from './_community-parts.ts';

type Submitted = SubmitScreen['submitted'][number];

export default defineLayout<SubmitScreen>({
  layOut: (screen, hint) => ({
    rows: screen.submitted.map(({ file, kind, score, stated_score, status, is_best, quota }) => ({
      file,
      kind,
      score,
      stated_score,
      status,
      is_best,
      quota_remaining: quota.remaining,
    })),
    parts: [
      ...screen.submitted.flatMap(accepted),
      ...screen.refused.map(({ file, reason }) => message('❌', 'bad', `${file}: ${reason}`)),
      ...screen.waiting.map(({ file, reason }) =>
        message('📮', 'warning', `${file} waits: ${reason}. It is sent with your next community command.`),
      ),
      ...ending(screen, hint),
    ],
  }),
});

const NAMES = { baseline: 'Baseline', capstone: 'Capstone' };

function accepted(answer: Submitted): DocumentPart[] {
  const { kind, score, score_interval, tracks, created, is_best, quota, status, reason, file } = answer;
  const title = created
    ? `${NAMES[kind]} added to the leaderboard!`
    : `${NAMES[kind]} was submitted before; it counts once.`;
  const range = score_interval ? ` [${score_interval.join(', ')}]` : '';
  const facts = [
    {
      label: 'Score',
      value: score === null ? 'no score' : `${score}/100${range}`,
      note: `recomputed from the samples in ${file}`,
    },
    ...Object.entries(tracks ?? {}).map(([track, value]) => ({
      label: track[0]?.toUpperCase() + track.slice(1),
      value: value === null ? 'no score' : `${value}/100`,
    })),
    { label: 'Best so far', value: is_best ? 'yes' : 'no, an earlier run stands' },
    ...(status === 'reproduced'
      ? [{ label: 'Status', value: 'reproduced', note: 'a second run agrees' }]
      : []),
    ...(status === 'flagged'
      ? [{ label: 'Status', value: `flagged: ${reason ?? 'no reason is given'}`, note: 'it holds no rank' }]
      : []),
    {
      label: 'Left today',
      value: `${quota.remaining} of ${quota.limit}`,
      note: `again from ${moment(quota.resets_at)}`,
    },
  ];
  return [
    { kind: 'heading', icon: '🏆', text: title },
    { kind: 'facts', icon: '📊', title: `${NAMES[kind]} as the registry computes it`, facts },
    ...ranks(answer),
    ...answer.findings.map((finding) => message('⚠', 'warning', `${finding.message} (${finding.rule})`)),
  ];
}

/** `globally`, `in the Fall 2026 cohort`, `at Harvard University` */
function whereOf({ kind, label }: Group): string {
  if (kind === 'all') return 'globally';
  if (kind === 'cohort') return `in the ${label} cohort`;
  if (kind === 'class') return `in the class ${label}`;
  return kind === 'course_type' ? `among the ${courseName(label, true)}` : `at ${label}`;
}

/** `You're #45 of 1,234 globally! (was #51)` */
function ranks({ ranks_before, ranks_after }: Submitted): DocumentPart[] {
  const ranked = ranks_after.filter(({ rank, kind }) => rank !== null && kind !== 'country');
  return ranked.map((group): DocumentPart => {
    const before = ranks_before.find(({ kind }) => kind === group.kind)?.rank ?? null;
    const was = before === null || before === group.rank ? '' : ` (was #${whole(before)})`;
    const of = group.of === null ? '' : ` of ${whole(group.of)}`;
    const text = `You're #${whole(group.rank ?? 0)}${of} ${whereOf(group)}!${was}`;
    return message(GROUP_ICONS[group.kind], 'good', text);
  });
}
