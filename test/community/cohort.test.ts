import { expect, it } from 'vitest';
import { cohortOf } from '../../community/cohort.ts';

const at = (text: string) => cohortOf(Date.parse(text));

it('is fall from August to December, spring from January to May, summer in June and July', () => {
  const months = Array.from({ length: 12 }, (_, i) => at(`2026-${`${i + 1}`.padStart(2, '0')}-15T12:00:00Z`));
  expect(months).toEqual([
    ...Array.from({ length: 5 }, () => 'Spring 2026'),
    ...Array.from({ length: 2 }, () => 'Summer 2026'),
    ...Array.from({ length: 5 }, () => 'Fall 2026'),
  ]);
});

it('changes at midnight UTC, wherever the registry stands', () => {
  expect(at('2026-07-31T23:59:59.999Z')).toBe('Summer 2026');
  expect(at('2026-08-01T00:00:00.000Z')).toBe('Fall 2026');
  expect(at('2026-12-31T23:59:59.999Z')).toBe('Fall 2026');
  expect(at('2027-01-01T01:00:00+02:00')).toBe('Fall 2026');
});
