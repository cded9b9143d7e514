import { expect, it } from 'vitest';
import { interleave } from '../../bench/interleave.ts';

/** Contenders that write down whose turn it was. */
async function record(rounds: number): Promise<string> {
  let turns = '';
  const turn = (name: string) => () => {
    turns += name;
    return 1;
  };
  await interleave({ a: turn('a'), b: turn('b') }, rounds);
  return turns;
}

it('gives each contender one turn per round', async () => {
  const rounds = (await record(50)).match(/../g) ?? [];
  expect(rounds).toHaveLength(51);
  expect(new Set(rounds)).toEqual(new Set(['ab', 'ba']));
});

it('takes the same order each time', async () => {
  expect(await record(20)).toBe(await record(20));
});

it('drops the first round', async () => {
  let turn = 0;
  const samples = await interleave({ only: () => turn++ }, 3);
  expect(samples('only')).toEqual([1, 2, 3]);
});

it('waits for what takes time', async () => {
  const samples = await interleave({ later: async () => 7 }, 2);
  expect(samples('later')).toEqual([7, 7]);
});
