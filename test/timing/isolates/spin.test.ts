import { expect, it } from 'vitest';
import spin from '../../../src/timing/isolates/spin.ts';

it('does what version 1 does: a thousand steps of xorshift, the same with every call', () => {
  const state = { word: 1 };
  expect(spin.title).toBe('spin 1');
  expect([spin.run(state), spin.run(state)]).toEqual([269958183, 269958183]);
});
