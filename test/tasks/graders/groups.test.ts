import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import groups from '../../../src/tasks/graders/groups.ts';

const members = (...names: string[]) => ({
  members: names.map((name) => ({ file: `${name}.js`, function: name })),
});
const expected = { key: ['file', 'function'], groups: [members('a', 'b', 'c'), members('d', 'e')] };
const grade = (...given: unknown[]) => groups.grade(JSON.stringify({ groups: given }), expected);
const quality = (...given: unknown[]) => grade(...given).quality;

describe('groups', () => {
  it('earn 1 for the truth in any order, 0 for nothing', () => {
    expect(quality(members('e', 'd'), members('c', 'a', 'b'))).toBe(1);
    expect(quality(...expected.groups)).toBe(1);
    expect(quality()).toBe(0);
    expect(groups.grade('', expected)).toEqual({ quality: 0, grade: { note: 'no JSON' } });
  });

  it('earn the F1 over pairs', () => {
    // One pair of four is found, one is claimed.
    expect(quality(members('a', 'b'))).toBeCloseTo(2 / 5, 12);
    expect(grade(members('a', 'b', 'x'), members('d', 'e')).grade).toEqual({
      precision: 2 / 4,
      recall: 2 / 4,
      pairs_found: 2,
      pairs_claimed: 4,
      pairs_wanted: 4,
    });
  });

  it('that are glued together are partly right', () => {
    expect(quality(members('a', 'b', 'c', 'd', 'e'))).toBeCloseTo((2 * 4) / (10 + 4), 12);
  });

  it('are known as plain lists as well', () => {
    const lists = expected.groups.map((group) => group.members);
    expect(quality(...lists)).toBe(1);
  });

  it('lose by repetition, by members said twice and by groups of one', () => {
    expect(quality(...expected.groups, members('d', 'e'))).toBeCloseTo(8 / 9, 12);
    expect(quality(members('a', 'b', 'c', 'c'), members('d', 'e'))).toBeLessThan(1);
    expect(quality(...expected.groups, members('x'))).toBeCloseTo(8 / 9, 12);
    expect(quality(members('a', 'a'))).toBe(0);
    expect(quality(...expected.groups, 7, null, 'a')).toBeLessThan(1);
  });

  it('lose by any member that does not belong', () => {
    const invented = fc
      .string({ minLength: 1 })
      .filter((name) => !'abcde'.includes(name.trim().toLowerCase()));
    fc.assert(
      fc.property(fc.array(invented, { minLength: 1, maxLength: 5 }), (names) => {
        expect(quality(members('a', 'b', 'c', ...names), members('d', 'e'))).toBeLessThan(1);
        expect(quality(...expected.groups, members(...names))).toBeLessThan(1);
      }),
    );
  });

  it('of half the truth earn something in between', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c'], { minLength: 2, maxLength: 2 }), (names) => {
        const some = quality(members(...names));
        expect(some).toBeGreaterThan(0);
        expect(some).toBeLessThan(1);
      }),
    );
  });

  it('refuse a truth that they could not compare with', () => {
    expect(() => groups.check(expected)).not.toThrow();
    expect(() => groups.check({ key: ['file'], groups: [] })).toThrow(TypeError);
    expect(() => groups.check({ ...expected, groups: [members('a')] })).toThrow('expected.groups.0.members');
    expect(() => groups.check({ ...expected, groups: [members('a', 'b'), members('b', 'c')] })).toThrow(
      'twice',
    );
  });

  it('of a hundred thousand members are counted, not enumerated', () => {
    const names = Array.from({ length: 100_000 }, (_, k) => `n${k}`);
    expect(quality(names)).toBe(0);
    expect(quality(members('a', 'b', ...names.slice(0, 20_000)))).toBeLessThan(1e-6);
  });
});
