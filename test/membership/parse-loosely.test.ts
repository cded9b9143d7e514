import { expect, it } from 'vitest';
import * as z from 'zod';
import { parseLoosely } from '../../src/membership/parse-loosely.ts';

const schema = z.strictObject({
  name: z.string(),
  rows: z.array(z.strictObject({ n: z.int().positive(), more: z.strictObject({ x: z.int() }).nullable() })),
});
const valid = {
  name: 'a',
  rows: [
    { n: 1, more: { x: 1 } },
    { n: 2, more: null },
  ],
};

it('leaves out what is unknown, at every depth', () => {
  const newer = {
    ...valid,
    b: 1,
    rows: [
      { n: 1, more: { x: 1, y: { z: 2 } }, c: null },
      { n: 2, more: null, d: [] },
    ],
  };
  const before = structuredClone(newer);
  expect(parseLoosely(schema, newer)).toEqual({ data: valid, problem: null });
  expect(newer).toEqual(before);
});

it('says where a value is wrong, also beside what is unknown', () => {
  const wrong = { ...valid, extra: 1, rows: [{ n: -1, more: null, extra: 1 }] };
  expect(parseLoosely(schema, wrong)).toMatchObject({
    data: null,
    problem: expect.stringMatching(/^rows\.0\.n: /),
  });
});

it.each([null, [], 'text', 1])('refuses %j', (value) => {
  expect(parseLoosely(schema, value).data).toBeNull();
});

it('is not led astray by names that objects have of themselves', () => {
  const tricky = JSON.parse('{"name":"a","rows":[],"__proto__":{"polluted":1},"constructor":1}');
  expect(parseLoosely(schema, tricky).data).toEqual({ name: 'a', rows: [] });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
