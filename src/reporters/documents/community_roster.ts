import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { RosterEntry } from '../../schema/community/class-answers.ts';
import type { RosterScreen } from '../../schema/community/screens.ts';
import { counted, ending, message, moment } from './_community-parts.ts';

export default defineLayout<RosterScreen>({
  layOut: (screen, hint) => ({
    rows: screen.entries.map(row),
    parts: [
      { kind: 'heading', icon: '🎓', text: `Roster of ${screen.class.name}` },
      tableOf(screen),
      ...(screen.class.frozen_until === null
        ? []
        : [message('🧊', 'warning', `It is frozen until ${moment(screen.class.frozen_until)}.`)]),
      ...ending({ ...screen, map: null }, hint),
    ],
  }),
});

function tableOf({ class: { name, members }, entries }: RosterScreen): DocumentPart {
  if (entries.length === 0) return message('🌱', 'good', `Nobody has joined ${name} yet.`);
  return {
    kind: 'table',
    icon: '👥',
    title: counted(members, 'student'),
    columns: ['Builder', 'Joined', 'Modules', 'Milestones', 'Baseline', 'Capstone', 'Runs'],
    rows: entries.map((entry) => [
      entry.handle,
      entry.joined,
      `${entry.modules_completed}/20`,
      `${entry.milestones_passed}/6`,
      scoreOf(entry.baseline),
      scoreOf(entry.capstone),
      runsOf(entry.submissions),
    ]),
  };
}

function scoreOf(run: RosterEntry['baseline']): string {
  if (run === null || run.score === null) return '-';
  return run.score_interval ? `${run.score} [${run.score_interval.join(', ')}]` : `${run.score}`;
}

/** `3`, `3: 1 reproduced, 1 flagged` */
function runsOf({ unverified, reproduced, flagged }: RosterEntry['submissions']): string {
  const words = [
    ...(reproduced > 0 ? [`${reproduced} reproduced`] : []),
    ...(flagged > 0 ? [`${flagged} flagged`] : []),
  ];
  const all = `${unverified + reproduced + flagged}`;
  return words.length === 0 ? all : `${all}: ${words.join(', ')}`;
}

/** One row for a table: what a roster holds, flat. */
const row = ({ baseline, capstone, submissions, ...entry }: RosterEntry) => ({
  ...entry,
  ...runColumns('baseline', baseline),
  ...runColumns('capstone', capstone),
  speed: capstone?.tracks?.speed ?? null,
  compression: capstone?.tracks?.compression ?? null,
  accuracy: capstone?.tracks?.accuracy ?? null,
  efficiency: capstone?.tracks?.efficiency ?? null,
  runs_unverified: submissions.unverified,
  runs_reproduced: submissions.reproduced,
  runs_flagged: submissions.flagged,
});

const runColumns = (name: string, run: RosterEntry['baseline']) => ({
  [`${name}_score`]: run?.score ?? null,
  [`${name}_low`]: run?.score_interval?.[0] ?? null,
  [`${name}_high`]: run?.score_interval?.[1] ?? null,
  [`${name}_status`]: run?.status ?? null,
  [`${name}_submitted`]: run?.submitted ?? null,
});
