import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { LeaderboardScreen } from '../../schema/community/screens.ts';
import type { LeaderboardEntry, SubmissionStatus } from '../../schema/community/submission.ts';
import { builders, ending, groupName, message, whole } from './_community-parts.ts';

const TITLES: Record<LeaderboardScreen['track'], string> = {
  overall: 'Capstone, overall',
  speed: 'Capstone, speed',
  compression: 'Capstone, compression',
  accuracy: 'Capstone, accuracy',
  efficiency: 'Capstone, efficiency',
  baseline: 'Baseline',
};

const STATUS: Record<SubmissionStatus, string> = {
  unverified: '',
  reproduced: 'reproduced',
  flagged: 'flagged',
};

export default defineLayout<LeaderboardScreen>({
  layOut: (screen, hint) => ({
    rows: [...screen.entries, ...screen.neighbours].map(({ score_interval, ...entry }) => ({
      ...entry,
      score_low: score_interval?.[0] ?? null,
      score_high: score_interval?.[1] ?? null,
    })),
    parts: [
      { kind: 'heading', icon: '🏆', text: `Leaderboard: ${TITLES[screen.track]}` },
      ...boards(screen),
      ...ending(screen, hint),
    ],
  }),
});

function boards({ entries, neighbours, kind, label, members }: LeaderboardScreen): DocumentPart[] {
  const who = `${groupName({ kind, label })}, ${builders(members)}`;
  if (entries.length === 0) {
    const text =
      members === null ? 'A board is shown from 5 builders on.' : 'Nobody has submitted a run yet.';
    return [message('🌱', 'good', `${who}: ${text}`)];
  }
  const columns = ['Rank', 'Builder', 'Score', '95 %', 'Machine', 'Code', 'Submitted', ''];
  const board = (title: string, list: readonly LeaderboardEntry[]): DocumentPart => ({
    kind: 'table',
    icon: '📊',
    title,
    columns,
    rows: list.map(cells),
  });
  return [board(who, entries), ...(neighbours.length > 0 ? [board('Around you', neighbours)] : [])];
}

const cells = (entry: LeaderboardEntry): string[] => [
  `#${whole(entry.rank)}`,
  entry.handle,
  String(entry.score),
  entry.score_interval ? `[${entry.score_interval.join(', ')}]` : '-',
  entry.bracket,
  entry.subject,
  entry.submitted,
  [STATUS[entry.status], entry.is_you ? '← You!' : ''].filter((word) => word !== '').join(' '),
];
