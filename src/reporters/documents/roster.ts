import { type DocumentPart, defineLayout, type Report } from '../../contracts.ts';
import { TRACKS } from '../../schema/capstone-suite.ts';
import type { RosterEntry, RosterReport } from '../../schema/roster.ts';

export default defineLayout<RosterReport>({
  layOut: (report, hint) => ({
    rows: report.students.map(row),
    parts: [
      heading(report),
      ...ranking(report),
      ...explanations(report),
      { kind: 'message', icon: '💡', tone: 'hint', text: hint },
    ],
  }),
});

function heading({ students, interrupted }: RosterReport): DocumentPart {
  const ranked = students.filter(({ rank }) => rank !== null).length;
  const text = `Capstone Roster: ${ranked} of ${students.length} ranked`;
  return interrupted
    ? { kind: 'heading', icon: '⏸', text: `${text} (interrupted)` }
    : { kind: 'heading', icon: '🏆', text };
}

const dash = (value: number | null | undefined) => (value == null ? '-' : `${value}`);

function ranking({ students, plan }: RosterReport): DocumentPart[] {
  const ranked = students.filter(({ rank }) => rank !== null);
  if (ranked.length === 0) return [];
  const tracks = plan.track === 'all' ? TRACKS : [plan.track];
  const cells = (entry: RosterEntry) => [
    `#${entry.rank}`,
    entry.name,
    `${entry.score}/100`,
    entry.score_interval ? `[${entry.score_interval.join(', ')}]` : '-',
    ...(tracks.length > 1 ? tracks.map((track) => dash(entry.tracks[track]?.score)) : []),
  ];
  const columns = ['rank', 'student', 'score', '95 %', ...(tracks.length > 1 ? tracks : [])];
  return [{ kind: 'table', icon: '📊', title: 'Ranking', columns, rows: ranked.map(cells) }];
}

function explanations({ students }: RosterReport): DocumentPart[] {
  return students
    .filter(({ rank }) => rank === null)
    .map(({ name, reason }) => ({
      kind: 'message',
      icon: '❌',
      tone: 'bad',
      text: `${name}: ${(reason ?? 'it has no score').replace(/\.$/, '')}.`,
    }));
}

function row({
  rank,
  name,
  score,
  score_interval,
  tracks,
  reason,
  file,
}: RosterEntry): Report['rows'][number] {
  return {
    rank,
    name,
    score,
    score_low: score_interval?.[0] ?? null,
    score_high: score_interval?.[1] ?? null,
    ...Object.fromEntries(TRACKS.map((track) => [track, tracks[track]?.score ?? null])),
    reason,
    file,
  };
}
