import { describe, expect, it } from 'vitest';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import markdown from '../../src/reporters/markdown.ts';
import type { RosterEntry } from '../../src/schema/community/class-answers.ts';
import type {
  ClassBoardScreen,
  ClassRemovalScreen,
  ClassScreen,
  RosterScreen,
} from '../../src/schema/community/screens.ts';
import { layOut } from '../../src/workflows/lay-out.ts';
import { REPOSITORY } from '../support/context.ts';

const FORMATS = {
  'console.txt': { ...consoleReporter, options: { colour: false, unicode: true } },
  md: { ...markdown, options: { colour: false, unicode: true } },
  csv: { ...csv, options: { colour: false, unicode: true } },
};
const SURROUND = {
  schema_version: 1,
  registry: 'https://tito.example.edu',
  map: 'https://tito.example.edu',
  warnings: [],
} as const;
const CLASS = {
  class_id: '0123456789abcdef0123456789abcdef',
  name: 'CS249 Fall',
  created_at: '2026-09-01T10:00:00.000Z',
  expires_at: '2026-12-19T00:00:00.000Z',
  frozen_until: null,
  members: 3,
};
const FILE = '/home/alice/.local/share/tito/classes/tito-example-edu-0123456789abcdef.json';

const student = (handle: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  handle,
  joined: '2026-09',
  modules_completed: 0,
  milestones_passed: 0,
  baseline: null,
  capstone: null,
  submissions: { unverified: 0, reproduced: 0, flagged: 0 },
  ...more,
});
const run = (score: number | null) => ({
  score,
  score_interval: score === null ? null : ([score - 3, score + 3] as [number, number]),
  tracks: null,
  status: 'reproduced' as const,
  submitted: '2026-11-20',
});

const made: ClassScreen = {
  ...{ ...SURROUND, warnings: [], action: 'create', file: FILE },
  classes: [{ ...CLASS, members: 0, code: 'F874-8BGZ' }],
};
const list: ClassScreen = {
  ...{ ...SURROUND, map: null, action: 'list', file: FILE },
  warnings: ["Making 'CS7' was cut off."],
  classes: [
    { ...CLASS, code: 'F874-8BGZ', frozen_until: '2026-12-01T18:00:00.000Z' },
    { ...CLASS, name: 'CS101', members: 1, expires_at: null, code: '1WV4-2W8Z', token: 'f'.repeat(64) },
  ],
};
const roster: RosterScreen = {
  ...{ ...SURROUND, warnings: [], class: CLASS, next: null },
  entries: [
    student('brave-otter-0001', {
      modules_completed: 20,
      milestones_passed: 6,
      baseline: run(88),
      capstone: { ...run(93), tracks: { speed: 92, compression: null, accuracy: 95, efficiency: 85 } },
      submissions: { unverified: 1, reproduced: 2, flagged: 1 },
    }),
    student('calm-heron-0002', {
      baseline: run(null),
      submissions: { unverified: 1, reproduced: 0, flagged: 0 },
    }),
    student('wise-otter-0003', { modules_completed: 7 }),
  ],
};
const empty: RosterScreen = {
  ...roster,
  class: { ...CLASS, members: 0, frozen_until: '2026-12-01T18:00:00.000Z' },
  entries: [],
};
const board: ClassBoardScreen = {
  ...{ ...SURROUND, warnings: [], class: CLASS, track: 'overall', next: null },
  entries: [
    {
      rank: 1,
      handle: 'brave-otter-0001',
      score: 93,
      score_interval: [90, 96],
      status: 'reproduced',
      bracket: 'medium',
      subject: 'python',
      submitted: '2026-11-20',
      submission_id: '00000000-0000-4000-8000-000000000001',
    },
  ],
};
const removal: ClassRemovalScreen = {
  ...{ ...SURROUND, warnings: [], class: CLASS },
  ...{ handle: 'wise-otter-0003', reason: '=another "section"' },
};

const SCREENS: readonly [kind: string, data: object][] = [
  ['community_class', made],
  ['community_class', list],
  ['community_roster', roster],
  ['community_roster', empty],
  ['community_class_board', board],
  ['community_class_board', { ...board, entries: [] }],
  ['community_class_removal', removal],
];

/** Screens that are kept as files, to be read by eye: a change to them is a change to what users see. */
describe("an instructor's screens", () => {
  it.each(Object.entries(FORMATS))('read as %s', async (ending, { render, options }) => {
    const texts: string[] = [];
    for (const [kind, data] of SCREENS) {
      const report = await layOut(REPOSITORY, kind, data, 'What next.');
      texts.push(`---- ${kind}\n${await render(report, options)}`);
    }
    await expect(texts.join('\n')).toMatchFileSnapshot(`../golden/community-class.${ending}`);
  });
});
