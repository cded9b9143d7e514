import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contributionsOf,
  dayOf,
  fromJoinedProgress,
  fromProgress,
  institutionKey,
  joinedProgress,
  progressOf,
  scopesOf,
} from '../../community/contributions.ts';
import type { Member } from '../../community/store.ts';
import { MILESTONES, MODULES } from '../../src/schema/community/member.ts';
import { METRICS } from '../../src/schema/community/metrics.ts';
import { joining, START, START_DAY } from '../support/store-contract/requests.ts';

const progress = fc.record({
  modules_completed: fc.integer({ min: 0, max: MODULES }),
  milestones_passed: fc.integer({ min: 0, max: MILESTONES }),
});
const member = (more: Partial<Member> = {}): Member => ({
  ...joining('ada'),
  ...{ number: 1, updated_at: START, milestone_days: [], class_id: null, class_removal: null, ...more },
});

describe('progress as a number', () => {
  it('tells modules and milestones again, and orders by modules, then milestones', () => {
    fc.assert(
      fc.property(progress, progress, (a, b) => {
        expect(fromProgress(progressOf(a))).toEqual(a);
        const order = a.modules_completed - b.modules_completed || a.milestones_passed - b.milestones_passed;
        expect(Math.sign(progressOf(a) - progressOf(b))).toBe(Math.sign(order));
      }),
    );
    expect(progressOf({ modules_completed: MODULES, milestones_passed: MILESTONES })).toBe(146);
  });

  it('keeps those of one progress together whatever the day they joined', () => {
    const day = fc.integer({ min: 0, max: 99_999 });
    const value = fc.integer({ min: 0, max: 146 });
    fc.assert(
      fc.property(value, day, value, day, (a, dayA, b, dayB) => {
        const order = a - b || dayA - dayB;
        expect(Math.sign(joinedProgress(a, dayA) - joinedProgress(b, dayB))).toBe(Math.sign(order));
        expect(fromJoinedProgress(joinedProgress(a, dayA))).toEqual({ progress: a, day: dayA });
      }),
    );
  });
});

describe('the key of an institution', () => {
  it('is one for all spellings', () => {
    const spellings = ['ETH Zürich', 'ETH Zu\u0308rich', 'eth  zurich', 'ETH-Zürich', 'ＥＴＨ Zürich.'];
    expect(new Set(spellings.map(institutionKey))).toEqual(new Set(['eth zurich']));
  });

  it('is another for another name, in any script', () => {
    const names = ['東京大学', '京都大学', 'ИТМО', 'दिल्ली', 'दल्ली', '***', '!!!'];
    expect(new Set(names.map(institutionKey)).size).toBe(names.length);
  });

  it('is its own key and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const key = institutionKey(name);
        expect(key).not.toBe('');
        expect(institutionKey(key)).toBe(key);
      }),
    );
  });
});

describe('what a member adds', () => {
  it('is to all and to the cohort, and to the groups that are named', () => {
    expect(scopesOf(member()).map(({ kind }) => kind)).toEqual(['all', 'cohort']);
    const named = member({ institution: 'MIT', course_type: 'bootcamp', country: 'US' });
    expect(scopesOf(named)).toEqual([
      { kind: 'all', key: '' },
      { kind: 'cohort', key: 'Fall 2026' },
      { kind: 'institution', key: 'mit' },
      { kind: 'course_type', key: 'bootcamp' },
      { kind: 'country', key: 'US' },
    ]);
  });

  it('has each place once, and no ranks by country', () => {
    const best = { value: 80, at: START, submission_id: 'run' };
    fc.assert(
      fc.property(progress, fc.subarray([...METRICS.slice(1)]), (given, metrics) => {
        const milestone_days = Array.from({ length: given.milestones_passed }, () => START_DAY);
        const all = contributionsOf(
          member({ ...given, milestone_days, institution: 'MIT', country: 'US' }),
          metrics.map((metric) => ({ metric, ...best })),
        );
        const places = all.map(({ scope, tally, value }) => `${scope.kind} ${scope.key} ${tally} ${value}`);
        expect(new Set(places).size).toBe(places.length);
        const ranked = all.filter((each) => each.ranked);
        expect(ranked.filter(({ scope }) => scope.kind === 'country')).toEqual([]);
        expect(ranked).toHaveLength(3 * (1 + metrics.length));
        expect(all.filter(({ tally }) => tally.startsWith('milestone_'))).toHaveLength(
          3 * given.milestones_passed,
        );
      }),
    );
  });

  it('counts days in UTC', () => {
    expect(dayOf(Date.UTC(1970, 0, 2) - 1)).toBe(0);
    expect(dayOf(Date.UTC(1970, 0, 2))).toBe(1);
  });
});
