import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fields from '../../../src/tasks/graders/fields.ts';

const quality = (answer: unknown, expected: Record<string, unknown>) =>
  fields.grade(JSON.stringify(answer), expected).quality;

const value = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string(),
  fc.array(fc.string(), { minLength: 1 }),
  fc.array(fc.array(fc.string()), { minLength: 1 }),
  fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.integer(), { minKeys: 1 }),
);
const truth = fc.dictionary(fc.stringMatching(/^[a-z_]+$/), value, { minKeys: 1 });

describe('fields', () => {
  it('earn exactly 1 for the truth, whatever it is, and 0 for nothing', () => {
    fc.assert(
      fc.property(truth, (expected) => {
        expect(() => fields.check(expected)).not.toThrow();
        expect(quality(expected, expected)).toBe(1);
        expect(quality({}, expected)).toBe(0);
        expect(fields.grade('', expected).quality).toBe(0);
      }),
    );
  });

  it('earn their share where some are absent', () => {
    const whole = fc.uniqueArray(fc.stringMatching(/^[a-z_]+$/), { minLength: 2 });
    fc.assert(
      fc.property(whole, (names) => {
        const expected = Object.fromEntries(names.map((name, k) => [name, k]));
        const half = Object.fromEntries(names.slice(1).map((name) => [name, expected[name]]));
        expect(quality(half, expected)).toBeCloseTo((names.length - 1) / names.length, 12);
      }),
    );
  });

  it('take texts without case and blanks, and numbers within a twentieth', () => {
    expect(quality({ risk_level: ' high ' }, { risk_level: 'HIGH' })).toBe(1);
    expect(quality({ risk_level: 'HIGHER' }, { risk_level: 'HIGH' })).toBe(0);
    expect(quality({ n: 104 }, { n: 100 })).toBe(1);
    expect(quality({ n: 106 }, { n: 100 })).toBe(0);
    expect(quality({ n: '10' }, { n: 10 })).toBe(1);
    expect(quality({ n: 11 }, { n: 10 })).toBe(0);
    expect(quality({ n: 0 }, { n: 0 })).toBe(1);
    expect(quality({ n: '' }, { n: 0 })).toBe(0);
    expect(quality({ n: null }, { n: 0 })).toBe(0);
  });

  it('take lists as sets, of which inventions and repetitions cost', () => {
    const expected = { names: ['a', 'b'] };
    expect(quality({ names: ['b', 'a'] }, expected)).toBe(1);
    expect(quality({ names: ['a'] }, expected)).toBeCloseTo(2 / 3, 12);
    expect(quality({ names: ['a', 'b', 'x'] }, expected)).toBeCloseTo(4 / 5, 12);
    expect(quality({ names: ['a', 'b', 'b'] }, expected)).toBeCloseTo(4 / 5, 12);
    expect(quality({ names: 'a' }, expected)).toBe(0);
    expect(quality({ names: [] }, { names: [] })).toBe(1);
    expect(quality({ cycles: [['b', 'a']] }, { cycles: [['a', 'b']] })).toBe(1);
  });

  it('take objects by the mean of their fields', () => {
    expect(quality({ most: { name: 'f', n: 9 } }, { most: { name: 'f', n: 10 } })).toBe(0.5);
  });

  it('say what each of them earned', () => {
    expect(fields.grade('{"a": 1, "b": 2, "more": 3}', { a: 1, b: 3 })).toEqual({
      quality: 0.5,
      grade: { fields: { a: 1, b: 0 } },
    });
    expect(fields.grade('no idea', { a: 1 }).grade).toEqual({ note: 'no JSON' });
    expect(fields.grade('["a", "b"]', { a: 1 }).grade).toEqual({ note: 'no JSON object' });
  });

  it('do not take inherited names for answers', () => {
    expect(quality({}, { constructor: 'x', toString: 'y' })).toBe(0);
  });

  it('refuse a truth without fields', () => {
    expect(() => fields.check({})).toThrow('at least one field');
  });

  it('survive nesting that no stack could hold', () => {
    const deep = `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(fields.grade(deep, { a: [['x']] }).quality).toBe(0);
    expect(fields.grade(`{"a": "${'x'.repeat(1_000_000)}"}`, { a: 'x' }).quality).toBe(0);
  });
});
