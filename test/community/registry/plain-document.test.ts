import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { plainDocument } from '../../../community/registry/plain-document.ts';
import { type MemberDocument, memberDocument } from '../../../src/schema/community/member.ts';

const PLAIN: MemberDocument = {
  anonymous_id: '0123456789abcdef0123456789abcdef',
  timestamp: '2026-09-14T10:00:00.000Z',
  location: { country: 'India', country_code: 'IN' },
  institution: { name: 'University of Somewhere No. 12', type: 'university' },
  context: { course_type: 'university_course', cohort: 'Fall 2026', experience_level: 'beginner' },
  progress: { setup_verified: true, milestones_passed: 6, modules_completed: 20, capstone_score: null },
  benchmarks: {},
};

/** Values that are near to what a field may be, and such as are not. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, undefined, true, 0, -0, -1, 6, 7, 20, 21, 100, 101, 1.5, Number.NaN, '', ' ', {}, []],
    ...[
      'IN',
      'in',
      'USA',
      'other',
      'bootcamp',
      'beginner',
      'a  b',
      ' a',
      'a ',
      'a\tb',
      'a\u200db',
      'e\u0301',
    ],
    ...['2026-02-30T10:00:00Z', '2026-02-28T24:00:00Z', '2026-09-14T10:00Z', '0000-01-01T00:00:00Z'],
    ...['2026-09-14T10:00:00+01:00', '9999-12-28T23:59:59.123456789Z', '2026-13-01T00:00:00Z', 'A\n', 'IN\n'],
    ...['x'.repeat(40), 'x'.repeat(41), 'x'.repeat(120), 'x'.repeat(121), 'f'.repeat(32), 'F'.repeat(32)],
    ...[{ country: 'India', country_code: 'IN', more: 1 }, { name: 'MIT', type: 'other' }, { name: 'MIT' }],
  ),
  fc.string({ maxLength: 130 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const paths = Object.entries(PLAIN).flatMap(([name, part]) =>
  typeof part === 'object' && part !== null
    ? [[name], [name, 'more'], ...Object.keys(part).map((field) => [name, field])]
    : [[name]],
);
const path = fc.constantFrom(...paths, ['class_code'], ['more']);

function changed(document: Record<string, unknown>, [name = '', field]: string[], to: unknown): void {
  if (field === undefined) document[name] = to;
  else if (typeof document[name] === 'object' && document[name] !== null)
    (document[name] as Record<string, unknown>)[field] = to;
}

it('takes what most send', () => {
  expect(plainDocument(PLAIN)).toBe(PLAIN);
  expect(plainDocument({ ...PLAIN, location: null, institution: null })).not.toBeNull();
});

it('leaves to the schema what needs to be cleaned or refused', () => {
  expect(plainDocument({ ...PLAIN, institution: { name: 'ETH  Zürich', type: 'university' } })).toBeNull();
  for (const strange of [null, 1, 'x', [], {}]) expect(plainDocument(strange)).toBeNull();
});

it('says yes only to what the schema takes and leaves as it is', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(path, value), { maxLength: 2 }), (changes) => {
      const document: Record<string, unknown> = structuredClone(PLAIN);
      for (const [at, to] of changes) changed(document, at, to);
      if (plainDocument(document) === null) return;
      plain++;
      expect(z.safeParse(memberDocument, document)).toEqual({ success: true, data: document });
    }),
    { numRuns: 5000 },
  );
  expect(plain).toBeGreaterThan(500);
});
