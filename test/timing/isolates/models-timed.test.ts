import { expect, it } from 'vitest';
import { openModule, openPython, TEST, trainBoth } from './model-fixtures.ts';

it.each([
  ['Python', 10, () => openPython('capstone.py')],
  ['JavaScript', 200, () => openModule('means.ts')],
])('turns take longer in proportion to their calls: %s', { retry: 2 }, async (_, few, open) => {
  const process = await trainBoth(await open());
  await process.predict('baseline', TEST, 32);
  await process.choose('baseline', 1);
  await process.run(20 * few);
  const fastest = async (calls: number) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 15; i++) least = Math.min(least, (await process.run(calls)).ms);
    return least;
  };
  const ratio = (await fastest(10 * few)) / (await fastest(few));
  expect(ratio).toBeGreaterThan(7);
  expect(ratio).toBeLessThan(14);
});
