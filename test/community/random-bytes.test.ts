import { expect, it } from 'vitest';
import { randomBytes } from '../../community/random-bytes.ts';

it('draws as many bytes as are asked for, other ones each time, of every value', () => {
  for (const count of [1, 6, 16, 32, 256]) expect(randomBytes(count)).toHaveLength(count);
  const drawn = Array.from({ length: 200 }, () => randomBytes(32));
  expect(new Set(drawn.map((bytes) => bytes.toString('hex')))).toHaveLength(200);
  // Of 6400 bytes each value is missing with a probability of 1e-11.
  expect(new Set(drawn.flatMap((bytes) => [...bytes]))).toHaveLength(256);
});
