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
  // In turns, as everything is measured: the machine's speed changes by a factor of two at any moment.
  const ratios: number[] = [];
  for (let i = 0; i < 31; i++) {
    const { ms: of_few } = await process.run(few);
    ratios.push((await process.run(10 * few)).ms / of_few);
  }
  const ratio = ratios.sort((a, b) => a - b)[15];
  expect(ratio).toBeGreaterThan(7);
  expect(ratio).toBeLessThan(14);
});
