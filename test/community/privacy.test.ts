import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCountry, suppress, visible } from '../../community/privacy.ts';

const total = (cells: readonly number[]) => cells.reduce((sum, cell) => sum + cell, 0);
const isSmall = (cell: number) => cell > 0 && cell < 5;

/** All ways to put so many members into three cells. */
function* partitions(members: number): Generator<[number, number, number]> {
  for (let a = 0; a <= members; a++) {
    for (let b = 0; a + b <= members; b++) yield [a, b, members - a - b];
  }
}

describe('a count', () => {
  it('is told from five on, and where it is zero', () => {
    expect([0, 1, 4, 5, 6].map(visible)).toEqual([0, null, null, 5, 6]);
  });
});

describe('a breakdown', () => {
  it('is told as it is where no cell is small', () => {
    expect(suppress([89, 123, 22])).toEqual([89, 123, 22]);
    expect(suppress([5, 0, 7])).toEqual([5, 0, 7]);
    expect(suppress([0, 0, 0])).toEqual([0, 0, 0]);
  });

  it('hides with a single small cell the smallest of the others', () => {
    expect(suppress([3, 30, 20])).toEqual([null, 30, null]);
    expect(suppress([0, 18, 2])).toEqual([0, null, null]);
  });

  it('hides another where the small ones are fewer than five together', () => {
    expect(suppress([1, 1, 20])).toEqual([null, null, null]);
    expect(suppress([2, 3, 20])).toEqual([null, null, 20]);
  });

  it('is not told at all for a group below five', () => {
    expect(suppress([4, 0, 0])).toEqual([null, null, null]);
  });

  it('tells of all people once, or hides at least two cells', () => {
    const cells = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(cells, (counts) => {
        const shown = suppress(counts);
        expect(shown.every((cell, i) => cell === null || (cell === counts[i] && !isSmall(cell)))).toBe(true);
        const hidden = counts.filter((_, i) => shown[i] === null);
        if (hidden.length > 0 && total(counts) >= 5) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(total(hidden)).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });

  it('withstands somebody who knows the total, the cells that are shown, and the rule', () => {
    for (let members = 1; members <= 48; members++) {
      // Everything that would be told in the same words.
      const alike = new Map<string, number[][]>();
      for (const cells of partitions(members)) {
        const told = JSON.stringify(suppress(cells));
        alike.set(told, [...(alike.get(told) ?? []), cells]);
      }
      for (const [told, possible] of alike) {
        for (const [i, cell] of JSON.parse(told).entries()) {
          if (cell !== null) continue;
          const values = new Set(possible.map((cells) => cells[i]));
          expect(values.size, `${members} members, told ${told}, cell ${i}`).toBeGreaterThan(1);
        }
      }
    }
  });
});

describe('members by country', () => {
  const counts = fc.dictionary(
    fc.constantFrom('AT', 'BE', 'CH', 'DE', 'ES', 'FR', 'GR', 'HU'),
    fc.integer({ min: 1, max: 30 }),
  );
  const listOf = (record: Record<string, number>) =>
    Object.entries(record).map(([key, members]) => ({ key, members }));

  it('are listed from five on, the largest first; the others are one', () => {
    const countries = listOf({ DE: 7, US: 20, MT: 2, FR: 7, CH: 4 });
    expect(byCountry(countries, 40)).toEqual({
      shown: [
        { country_code: 'US', members: 20 },
        { country_code: 'DE', members: 7 },
        { country_code: 'FR', members: 7 },
      ],
      other: 6,
    });
  });

  it('have the smallest country among the others where these are too few', () => {
    expect(byCountry(listOf({ US: 20, DE: 7, MT: 2 }), 29)).toEqual({
      shown: [{ country_code: 'US', members: 20 }],
      other: 9,
    });
  });

  it('count those without a country among the others', () => {
    expect(byCountry(listOf({ US: 20 }), 25).other).toBe(5);
    expect(byCountry(listOf({ US: 20 }), 23)).toEqual({ shown: [], other: 23 });
  });

  it('add up, never show fewer than five, and leave none or at least five to the others', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 9 }), (record, without) => {
        const list = listOf(record);
        const members = total(Object.values(record)) + without;
        const { shown, other } = byCountry(list, members);
        expect(total(shown.map((each) => each.members)) + other).toBe(members);
        expect(shown.every((each) => each.members >= 5 && record[each.country_code] === each.members)).toBe(
          true,
        );
        if (members >= 5) expect(isSmall(other)).toBe(false);
      }),
    );
  });

  it('withstand somebody who knows the total, what is shown, the rule and which countries there are', () => {
    const told = (cells: readonly number[]) => {
      const [a = 0, b = 0, c = 0, without = 0] = cells;
      const list = listOf({ AT: a, BE: b, CH: c }).filter(({ members }) => members > 0);
      return JSON.stringify([byCountry(list, a + b + c + without), list.length]);
    };
    for (let members = 5; members <= 24; members++) {
      const alike = new Map<string, number[][]>();
      for (const [a, b, rest] of partitions(members)) {
        for (let c = 0; c <= rest; c++) {
          const key = told([a, b, c, rest - c]);
          alike.set(key, [...(alike.get(key) ?? []), [a, b, c]]);
        }
      }
      for (const [key, possible] of alike) {
        for (const country of [0, 1, 2]) {
          const values = [...new Set(possible.map((cells) => cells[country] ?? 0))];
          const isTold = values.length === 1 && isSmall(values[0] ?? 0);
          expect(isTold, `${members} members, told ${key}`).toBe(false);
        }
      }
    }
  });
});
