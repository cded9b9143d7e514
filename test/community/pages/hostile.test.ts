import { describe, expect, it } from 'vitest';
import { institutionKey } from '../../../community/contributions.ts';
import { boardAsCsv } from '../../../community/pages/data/board-csv.ts';
import type { GroupFacts } from '../../../community/pages/facts/group-facts.ts';
import type { Now } from '../../../community/pages/facts/page-facts.ts';
import { classPage } from '../../../community/pages/views/class.ts';
import { cohortPage } from '../../../community/pages/views/cohort.ts';
import { homePage } from '../../../community/pages/views/home.ts';
import { institutionPage } from '../../../community/pages/views/institution.ts';
import { leaderboardPage } from '../../../community/pages/views/leaderboard.ts';
import { problemPage } from '../../../community/pages/views/problem.ts';
import { runPage } from '../../../community/pages/views/run.ts';
import type { LeaderboardEntry } from '../../../src/schema/community/submission.ts';
import { HOSTILE, intruders } from './_hostile.ts';

const now: Now = { total: 7, cohort: 'Fall 2026', day: '2026-11-21' };
const distribution = [{ id: 'just_started', label: 'Just Started', members: 7, share: 1 }];
const week = { joined: 7, milestones: [{ milestone: 1, passed: null }] };
const group: GroupFacts = { members: 7, distribution, week, capstone: null, baseline: null };

const entry = (text: string): LeaderboardEntry => ({
  rank: 1,
  handle: text,
  score: 50,
  score_interval: [40, 60],
  status: 'unverified',
  bracket: 'light',
  subject: text,
  submitted: '2026-11-21',
  submission_id: text,
  is_you: false,
});

/** Every page with a text in each place that comes from outside. */
const pagesWith = (text: string): Record<string, string> => {
  // A label of a cohort is at most so long, as it comes from an address; those of countries have two letters.
  const cohort = text.slice(0, 40);
  const institution = { key: institutionKey(text), label: text, members: 7 };
  const stats = {
    total: 7,
    countries: 1,
    institutions: 1,
    this_week: 7,
    distribution,
    by_country: [{ country_code: text.slice(0, 2), members: 7 }],
    by_country_other: 0,
    cohort: null,
    class: null,
    class_removal: null,
  };
  const board = {
    track: 'overall' as const,
    kind: 'cohort' as const,
    label: cohort,
    members: 7,
    entries: [entry(text)],
    neighbours: [],
    next: text,
  };
  return {
    home: homePage({
      now,
      stats,
      week,
      cohorts: [cohort],
      institutions: [institution],
      institutions_shown: 1,
    }),
    cohort: cohortPage({ now, label: cohort, cohorts: [cohort, 'Fall 2026'], group, best: [entry(text)] }),
    institution: institutionPage({ now, institution, group }),
    class: classPage({ now, name: text, frozen_until: null, group }),
    leaderboard: leaderboardPage({ now, board, cohort, cohorts: [cohort], is_continued: true }),
    run: runPage({
      now,
      run: {
        id: text,
        handle: text,
        kind: 'baseline',
        score: 50,
        score_interval: [40, 60],
        tracks: null,
        status: 'flagged',
        bracket: 'light',
        subject: text,
        submitted: '2026-11-21',
        places: [{ track: 'baseline', rank: 1, of: 7 }],
        plots: {
          calls: {
            from_ms: 1,
            to_ms: 2,
            rows: [{ label: text, counts: [1, 2], median_ms: 1.5, calls: 3, slower: 1 }],
          },
          ratios: [{ label: text, ratio: 2, ci95: [1.5, 2.5] }],
          models: [{ label: 'Before', accuracy: 0.9, ci95: null, bytes: 100 }],
        },
      },
    }),
    problem: problemPage(400, text, text, './'),
  };
};

describe('every page', () => {
  it('is harmless whatever a member wrote', () => {
    for (const text of HOSTILE) {
      for (const [name, page] of Object.entries(pagesWith(text))) {
        expect(intruders(page), `${name} with ${text.slice(0, 40)}`).toEqual([]);
        expect(page.length).toBeLessThan(90_000);
      }
    }
  });

  it('says what a member wrote as a text', () => {
    const { institution = '' } = pagesWith('<b>ACME & Söhne</b>');
    expect(institution).toContain('<h1><bdi>&lt;b&gt;ACME &amp; Söhne&lt;/b&gt;</bdi></h1>');
  });

  it('is found out by this test where it is careless', () => {
    const { run = '' } = pagesWith('x');
    for (const spoiled of [
      '<script>1</script>',
      '<b>',
      '<p onclick="x">',
      '<a href="//a.b">',
      '\u202E',
      'a < b',
    ])
      expect(intruders(run.replace('</main>', `${spoiled}</main>`)), spoiled).not.toEqual([]);
  });
});

describe('a board as a table', () => {
  it('has no cell that a spreadsheet would run, and as many rows and columns as it should', () => {
    const csv = boardAsCsv(HOSTILE.map(entry));
    const lines = csv.trimEnd().split('\r\n');
    expect(lines.length).toBe(HOSTILE.length + 1);
    for (const line of lines.slice(1)) {
      const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? '',
      );
      expect(cells.length, line).toBe(10);
      for (const cell of cells) {
        expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect([...cell].length).toBeLessThanOrEqual(130);
      }
    }
  });
});
