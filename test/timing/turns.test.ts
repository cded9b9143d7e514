import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/analysis/random.ts';
import type { Isolate } from '../../src/contracts.ts';
import type { Block } from '../../src/schema/run.ts';
import { orderOf, orders, takeTurns } from '../../src/timing/turns.ts';
import { fakeIsolate } from './_fake-isolate.ts';

function emptyBlock(calls: readonly number[]): Pick<Block, 'coins' | 'contenders'> {
  const contenders = calls.map((calls_per_slice, i) => ({
    id: `${i}`,
    status: 'ok' as const,
    result_hash: null,
    start_ms: 0,
    warm_up_calls: 0,
    calls_per_slice,
    slices_ms: [],
    preempted: [],
    calls_ms: [],
    calls_per_sample: 1,
  }));
  return { coins: [], contenders };
}

/** Two isolates that write down who ran. */
function pair(who: string[], second: Partial<Isolate> = {}): Isolate[] {
  return [
    fakeIsolate({ log: () => who.push('a') }),
    fakeIsolate({ log: () => who.push('b'), override: second }),
  ];
}

describe('orderOf', () => {
  it('is another permutation for every coin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), (n) => {
        const all = Array.from({ length: orders(n) }, (_, coin) => orderOf(coin, n));
        expect(new Set(all.map(String)).size).toBe(orders(n));
        for (const order of all) expect([...order].sort()).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('with two contenders is as listed for 0 and reversed for 1', () => {
    expect([orderOf(0, 2), orderOf(1, 2)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe('takeTurns', () => {
  it('leaves out a turn in which a call failed, for all contenders, and keeps what processes used', async () => {
    const used = { user_ms: 10, system_ms: 0, peak_memory_bytes: null };
    let runs = 0;
    const flaky = {
      run: async () => {
        runs += 1;
        return { ms: runs, preempted: false, process: used, ...(runs === 2 && { failure: 'exited with 1' }) };
      },
    };
    const block = emptyBlock([1, 1]);
    await takeTurns(
      [...pair([]).slice(0, 1), flaky],
      block,
      () => 0,
      (done) => done >= 3,
    );
    expect(block.contenders.map(({ slices_ms }) => slices_ms)).toEqual([
      [1, 1, 1],
      [1, 3, 4],
    ]);
    expect(block.coins).toHaveLength(3);
    expect(block.contenders.map(({ processes }) => processes?.user_ms)).toEqual([undefined, [10, 10, 10]]);
  });

  it('lets the coin decide who goes first in every turn', async () => {
    const who: string[] = [];
    const block = emptyBlock([1, 1]);
    const random = seededRandom(1);
    await takeTurns(
      pair(who),
      block,
      (n) => random.integer(n),
      (done) => done >= 50,
    );
    const expected = block.coins.flatMap((coin) => (coin === 0 ? ['a', 'b'] : ['b', 'a']));
    expect(who).toEqual(expected);
    expect(new Set(block.coins)).toEqual(new Set([0, 1]));
  });

  it('draws the same order again from the same seed', async () => {
    const drawn = async (seed: number) => {
      const block = emptyBlock([1, 1]);
      const random = seededRandom(seed);
      await takeTurns(
        pair([]),
        block,
        (n) => random.integer(n),
        (done) => done >= 40,
      );
      return block.coins;
    };
    expect(await drawn(7)).toEqual(await drawn(7));
    expect(await drawn(7)).not.toEqual(await drawn(8));
  });

  it('gives every contender one slice a turn, of its own number of calls', async () => {
    const block = emptyBlock([3, 5]);
    await takeTurns(
      pair([]),
      block,
      () => 0,
      (done) => done >= 4,
    );
    expect(block.contenders.map(({ slices_ms }) => slices_ms)).toEqual([
      [3, 3, 3, 3],
      [5, 5, 5, 5],
    ]);
  });

  it('keeps the finished turns when a contender fails, and not the turn in which it did', async () => {
    let left = 3;
    const failing = async () => {
      left -= 1;
      if (left < 0) throw new Error('gone');
      return { ms: 1, preempted: false };
    };
    const block = emptyBlock([1, 1]);
    const turns = takeTurns(
      pair([], { run: failing }),
      block,
      () => 0,
      () => false,
    );
    await expect(turns).rejects.toThrow('gone');
    expect(block.coins).toHaveLength(3);
    expect(block.contenders.map(({ slices_ms }) => slices_ms.length)).toEqual([3, 3]);
  });

  it('keeps which slices were pre-empted', async () => {
    let turn = 0;
    const run = async () => ({ ms: 1, preempted: turn++ % 2 === 1 });
    const block = emptyBlock([1, 1]);
    await takeTurns(
      pair([], { run }),
      block,
      () => 0,
      (done) => done >= 4,
    );
    expect(block.contenders.map(({ preempted }) => preempted)).toEqual([[], [1, 3]]);
  });
});
