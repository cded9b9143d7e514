import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchFor } from '../../../community/store/find-texts.ts';

/** Few letters, so that texts overlap and contain each other. */
const text = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength, maxLength });

describe('looking for texts', () => {
  it('finds what a plain search finds', () => {
    fc.assert(
      fc.property(fc.array(text(8, 20), { maxLength: 8 }), text(0, 400), (texts, content) => {
        const bytes = Buffer.from(content);
        const expected = texts.filter((each) => bytes.includes(Buffer.from(each)));
        expect(searchFor(texts).findIn(bytes)).toEqual(new Set(expected));
      }),
    );
  });

  it('finds a text wherever it stands', () => {
    const search = searchFor(['eight by', 'something else']);
    for (let at = 0; at < 40; at++) {
      expect(search.findIn(Buffer.from(`${'.'.repeat(at)}eight by${'.'.repeat(at % 7)}`))).toEqual(
        new Set(['eight by']),
      );
    }
  });

  it('knows its longest text in bytes and leaves out those that are found by chance', () => {
    const search = searchFor(['MIT', 'Universität Zürich']);
    expect(search.longest).toBe(20);
    expect(search.findIn(Buffer.from('SUMMIT'))).toEqual(new Set());
    expect(searchFor([]).findIn(Buffer.from('anything'))).toEqual(new Set());
  });
});
