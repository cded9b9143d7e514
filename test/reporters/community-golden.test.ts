import { describe, expect, it } from 'vitest';
import consoleReporter from '../../src/reporters/console.ts';
import csv from '../../src/reporters/csv.ts';
import github from '../../src/reporters/github.ts';
import json from '../../src/reporters/json.ts';
import junit from '../../src/reporters/junit.ts';
import markdown from '../../src/reporters/markdown.ts';
import type { Surround } from '../../src/schema/community/screens.ts';
import { layOut } from '../../src/workflows/lay-out.ts';
import {
  type Class,
  DAY,
  documentFor,
  type Given,
  NOW,
  openClass,
  tokenOf,
} from '../community/registry/_registry.ts';
import { REPOSITORY } from '../support/context.ts';

const UNICODE = { colour: false, unicode: true };
const FORMATS = {
  'console.txt': { ...consoleReporter, options: UNICODE },
  'ascii.txt': { ...consoleReporter, options: { colour: false, unicode: false } },
  md: { ...markdown, options: UNICODE },
  'github.md': { ...github, options: UNICODE },
  csv: { ...csv, options: UNICODE },
  json: { ...json, options: UNICODE },
  'junit.xml': { ...junit, options: UNICODE },
};

const COURSES = [
  'university_course',
  'university_course',
  'university_course',
  'bootcamp',
  'self_paced',
] as const;
const SCHOOLS = ['Harvard University', 'ETH Zürich', 'University of Nairobi', 'جامعة القاهرة', null];
const COUNTRIES = ['US', 'CH', 'KE', 'EG', 'CI'];

/** Builders who differ as those of a course do; which is which follows from the number. */
const builder = (n: number): Given => ({
  country_code: COUNTRIES[(n * 7) % 5] ?? null,
  institution: SCHOOLS[(n * 7) % 5] ?? null,
  course_type: COURSES[(n * 3) % 5] ?? null,
  modules: (n * 11) % 21,
  milestones: Math.min(6, Math.floor(((n * 11) % 21) / 3)),
});

/** Fills a registry with so many builders, of whom every tenth has submitted runs. */
async function fill(own: Class, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    own.setClock(NOW - ((count - n) % 90) * DAY);
    await own.join(n, builder(n));
    if (n % 10 !== 0) continue;
    await own.submit(n, { score: 40 + (n % 55), samples: `capstone ${n}` });
    await own.submit(n, { kind: 'baseline', score: 50 + (n % 45), samples: `baseline ${n}` });
  }
  own.setClock(NOW);
}

const SURROUND: Surround = {
  schema_version: 1,
  registry: '/home/alice/.local/share/tito/community.sqlite',
  map: null,
  warnings: [],
};
const ME = 'me';
const MINE: Given = { country_code: 'US', institution: 'Harvard University', modules: 9, milestones: 2 };

/** Every screen of somebody who joins, goes on, submits, looks around and leaves; data and what to type next. */
async function journey({
  registry,
  join,
  submit,
  setClock,
}: Class): Promise<[kind: string, data: object, hint: string][]> {
  const token = tokenOf(ME);
  const { benchmarks: _, ...given } = documentFor(ME, MINE);
  const document = {
    ...given,
    timestamp: '2026-11-21T12:00:00Z',
    location: { country: 'United States', country_code: 'US' },
    benchmarks: {},
  };
  const joined = await join(ME, MINE);
  const updated = await registry.update({ progress: { modules_completed: 13, milestones_passed: 4 } }, token);
  setClock(NOW + 1000);
  const baseline = await submit(ME, { kind: 'baseline', score: 85, samples: 'my baseline' });
  setClock(NOW + 2000);
  const capstone = await submit(ME, {
    score: 90,
    tracks: { speed: 92, compression: 88, accuracy: 95, efficiency: 85 },
    samples: 'my capstone',
  });
  setClock(NOW + 3000);
  const better = await submit(ME, { score: 93, samples: 'my second' });
  const file = (kind: string) => ({ file: `benchmarks/${kind}_20261121_120000.json`, stated_score: 90 });
  const now = { track: 'overall', limit: 10 } as const;
  return [
    [
      'community_plan',
      {
        ...SURROUND,
        document,
        origins: { Country: 'guessed from time zone America/New_York' },
        class_notice: null,
      },
      'Give it.',
    ],
    [
      'community_join',
      { ...SURROUND, ...joined, file: 'community/my_submission.json' },
      "Run 'tito community cohort' to see your peers",
    ],
    [
      'community_update',
      {
        ...SURROUND,
        ...updated,
        file: null,
        origins: {
          'progress.modules_completed': 'progress.json',
          'progress.milestones_passed': '.tito/milestones.json',
        },
        warnings: ['community/my_submission.json could not be written: EACCES: permission denied'],
      },
      'See your cohort progress: tito community cohort',
    ],
    [
      'community_submit',
      {
        ...SURROUND,
        submitted: [
          { ...baseline, ...file('baseline') },
          { ...capstone, ...file('capstone') },
          { ...better, ...file('capstone') },
        ],
        refused: [
          {
            file: 'benchmarks/old.json',
            code: 'quota_used',
            reason: "Today's 5 ranked submissions of a capstone are used up.",
          },
        ],
        waiting: [{ file: 'benchmarks/new.json', reason: 'nothing listens there' }],
      },
      "These are the builders in your cohort: 'tito community cohort'",
    ],
    [
      'community_stats',
      { ...SURROUND, map: 'https://tito.example.edu', ...(await registry.stats(token)), only_cohort: false },
      "Run 'tito community cohort' to see your peers",
    ],
    [
      'community_stats',
      { ...SURROUND, ...(await registry.stats(null)), only_cohort: false },
      'Join in: tito community join',
    ],
    [
      'community_cohort',
      { ...SURROUND, ...(await registry.cohort({}, token)) },
      'The best runs: tito community leaderboard --cohort',
    ],
    [
      'community_leaderboard',
      { ...SURROUND, ...(await registry.leaderboard({ ...now, within: 'all' }, token)) },
      'Submit your own',
    ],
    [
      'community_leaderboard',
      { ...SURROUND, ...(await registry.leaderboard({ ...now, limit: 3, within: 'institution' }, token)) },
      'Submit your own',
    ],
    [
      'community_export',
      { ...SURROUND, ...(await registry.export(token)) },
      'All of it: tito community export --format json --output me.json',
    ],
    [
      'community_token',
      { ...SURROUND, former_valid_until: '2026-11-21T12:10:00.000Z' },
      'Other machines have to get the new one.',
    ],
    [
      'community_leave',
      {
        ...SURROUND,
        ...(await registry.leave(token)),
        builder_number: joined.builder_number,
        files: ['/home/alice/.local/share/tito/members/community.json', 'community/my_submission.json'],
      },
      'Join again at any time.',
    ],
  ];
}

/** What a registry draws is another each time: names and ids are told by the order in which they come. */
function steady<T>(value: T): T {
  const seen = new Map<string, string>();
  const named = (drawn: string, name: (n: number) => string) => {
    if (!seen.has(drawn)) seen.set(drawn, name(seen.size + 1));
    return seen.get(drawn) ?? drawn;
  };
  const text = JSON.stringify(value)
    .replaceAll(
      /"handle":"([^"]+)"/g,
      (_all, handle: string) => `"handle":"${named(handle, (n) => `quiet-otter-${1000 + n}`)}"`,
    )
    .replaceAll(
      /"(submission_id|next)":"([^"]+)"/g,
      (_all, field: string, id: string) =>
        `"${field}":"${named(id, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)}"`,
    );
  return JSON.parse(text);
}

/** Screens that are kept as files, to be read by eye: a change to them is a change to what users see. */
describe.each([
  ['alone', 0],
  ['class-of-30', 30],
  ['course-of-1234', 1234],
])('the community, %s', (name, count) => {
  it('reads as', { timeout: 240_000 }, async () => {
    const own = openClass();
    await fill(own, count);
    const screens = steady(await journey(own));
    for (const [ending, { render, options }] of Object.entries(FORMATS)) {
      const texts: string[] = [];
      for (const [kind, data, hint] of screens) {
        const report = await layOut(REPOSITORY, kind, data, hint);
        texts.push(`${ending === 'json' ? '' : `---- ${kind}\n`}${await render(report, options)}`);
      }
      await expect(texts.join('\n')).toMatchFileSnapshot(`../golden/community-${name}.${ending}`);
    }
  });
});
