import { expect, it } from 'vitest';
import { parseProcessorTimes, readLoad, stealShare } from '../../src/hardware/load.ts';
import { load } from '../../src/schema/environment.ts';

it('adds the first eight counters: guest time is contained in user time', () => {
  const text = 'cpu  100 0 50 800 10 0 20 20 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
  expect(parseProcessorTimes(text)).toEqual({ total: 1000, stolen: 20 });
});

it.each(['', 'cpu 1 2 3', 'cpu a b c d e f g h'])('knows nothing from %j', (text) => {
  expect(parseProcessorTimes(text)).toBeNull();
});

it('takes the stolen share of the time between two readings', () => {
  expect(stealShare({ total: 1000, stolen: 20 }, { total: 1200, stolen: 70 })).toBe(0.25);
});

it('knows no share without two different readings', () => {
  const one = { total: 1000, stolen: 20 };
  expect([stealShare(null, one), stealShare(one, null), stealShare(one, one)]).toEqual([null, null, null]);
});

it('reads this machine in the shape that runs save', () => {
  expect(load.safeParse(readLoad({ total: 0, stolen: 0 })).error).toBeUndefined();
});
