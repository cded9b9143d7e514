import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { handleOf } from '../../community/handle.ts';

const secret = Buffer.alloc(32, 7);
const idOf = (i: number) => createHash('md5').update(`${i}`).digest('hex');

it('is two words and four digits', () => {
  for (let i = 0; i < 200; i++) expect(handleOf(secret, idOf(i))).toMatch(/^[a-z]{3,9}-[a-z]{3,9}-\d{4}$/);
});

it('stays the same for one registry and differs in another', () => {
  expect(handleOf(secret, idOf(1))).toBe(handleOf(secret, idOf(1)));
  const others = Array.from({ length: 20 }, () => handleOf(randomBytes(32), idOf(1)));
  expect(new Set(others).size).toBe(20);
});

it('is hardly ever shared: of 20,000 by no more than a few', () => {
  const handles = Array.from({ length: 20_000 }, (_, i) => handleOf(secret, idOf(i)));
  // Of 119 million, about n²/2N = 1.7 pairs are the same.
  expect(handles.length - new Set(handles).size).toBeLessThan(12);
});
