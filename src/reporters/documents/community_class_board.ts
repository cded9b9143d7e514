import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { ClassBoardScreen } from '../../schema/community/screens.ts';
import { counted, ending, message, whole } from './_community-parts.ts';

export default defineLayout<ClassBoardScreen>({
  layOut: (screen, hint) => ({
    rows: screen.entries.map(({ score_interval, ...entry }) => ({
      ...entry,
      score_low: score_interval?.[0] ?? null,
      score_high: score_interval?.[1] ?? null,
    })),
    parts: [
      { kind: 'heading', icon: '🏆', text: `${screen.class.name}: ${screen.track}` },
      boardOf(screen),
      ...ending({ ...screen, map: null }, hint),
    ],
  }),
});

function boardOf({ class: { name, members }, entries }: ClassBoardScreen): DocumentPart {
  if (entries.length === 0) return message('🌱', 'good', `Nobody of ${name} has submitted such a run yet.`);
  return {
    kind: 'table',
    icon: '📊',
    title: `${name} (${counted(members, 'student')})`,
    columns: ['Rank', 'Builder', 'Score', '95 %', 'Machine', 'Code', 'Submitted', ''],
    rows: entries.map((entry) => [
      `#${whole(entry.rank)}`,
      entry.handle,
      String(entry.score),
      entry.score_interval ? `[${entry.score_interval.join(', ')}]` : '-',
      entry.bracket,
      entry.subject,
      entry.submitted,
      entry.status === 'unverified' ? '' : entry.status,
    ]),
  };
}
