import { describe, expect, it } from 'vitest';
import { measureComparison } from '../../src/timing/measure-comparison.ts';
import { BUDGET_S, counted, functionWorkload, IDS, inputOf, timeOf } from './_comparison-input.ts';

describe('contenders that are started ahead of their time', () => {
  it('are started while others take turns, where there is a second processor for it', async () => {
    const order: string[] = [];
    for (const processors of [[0, 1], [0]]) {
      const { input } = inputOf({ workloads: [functionWorkload('only')] }, { processors });
      const { start } = input;
      input.start = (contender, ...words) => {
        order.push(contender.id);
        return start(contender, ...words);
      };
      input.onEvent = ({ kind }) => order.push(kind);
      const { blocks } = await measureComparison(input);
      expect(blocks.every(({ coins }) => coins.length > 10)).toBe(true);
      const [first, second] = [order.indexOf('block-finished'), order.lastIndexOf('a')];
      const before = order.slice(0, first).filter((word) => word === 'a').length;
      // Its own, and those of the two blocks after it.
      expect(before).toBe(processors.length > 1 ? 3 : 1);
      expect(second).toBeGreaterThan(first);
      order.length = 0;
    }
  });

  it('hold no turns up: what is not ready by their end comes after it', async () => {
    const { input, clock } = inputOf({ workloads: [functionWorkload('only')], overheadMs: 0 });
    const { start } = input;
    let started = 0;
    input.start = async (...words) => {
      started += 1;
      // Only turns move the clock: the second pair would be ready after 30 % of the budget, the first block has 19 %.
      const ready = started > 2 ? 0.3 * 1000 * BUDGET_S : 0;
      for (let i = 0; i < 100_000 && clock.now < ready; i++) await null;
      return start(...words);
    };
    const { blocks } = await measureComparison(input);
    const turns = timeOf(blocks.slice(0, 1), 'only') / (1000 * BUDGET_S);
    expect(turns).toBeGreaterThan(0.17);
    expect(turns).toBeLessThan(0.2);
    expect(blocks.length).toBeGreaterThan(1);
  });

  it('does not count as a block of its own what had been loaded before it began', async () => {
    const { input } = inputOf({ workloads: [functionWorkload('only')], overheadMs: 0 });
    const { blocks } = await measureComparison(input);
    expect(blocks.slice(1).flatMap(({ contenders }) => contenders.map(({ start_ms }) => start_ms))).toEqual(
      Array.from({ length: 2 * (blocks.length - 1) }, () => 0),
    );
    expect(blocks.every((block, i) => block.started_ms >= (blocks[i - 1]?.started_ms ?? 0))).toBe(true);
  });

  it('closes what it started in vain when everything is settled', async () => {
    const { input } = inputOf({}, { judge: () => IDS });
    const counts = counted(input);
    expect((await measureComparison(input)).blocks).toHaveLength(2);
    expect(counts).toEqual({ started: 8, closed: 8 });
  });

  it('are not waited for where they are in vain', async () => {
    let started = 0;
    const { input } = inputOf({
      taker: () => {
        const closed = Promise.withResolvers<void>();
        const isInVain = ++started > 4;
        return {
          check: async () => {
            // As a thread that is ended does.
            if (isInVain) await closed.promise.then(() => Promise.reject(new Error('was closed')));
            return null;
          },
          close: async () => closed.resolve(),
        };
      },
    });
    input.judge = () => IDS;
    expect((await measureComparison(input)).blocks).toHaveLength(2);
    expect(started).toBeGreaterThan(4);
  });

  it.each([
    [2, 'a'],
    [3, 'b'],
  ])(
    'are started, checked and warmed up by turns of the replicates, with seed %i first %s',
    async (seed, first) => {
      const order: string[] = [];
      const said = (id: string, what: string) => order.push(`${what} ${id}`);
      const { input } = inputOf({
        workloads: [functionWorkload('only')],
        taker: (id) => ({
          check: async () => {
            said(id, 'check');
            return null;
          },
        }),
      });
      input.plan = { ...input.plan, seed };
      const { start } = input;
      input.start = (contender, ...words) => {
        said(contender.id, 'start');
        return start(contender, ...words);
      };
      const { blocks } = await measureComparison(input);
      const expected = blocks.flatMap(({ replicate }) => {
        const ids = (replicate % 2 === 0) === (first === 'a') ? ['a', 'b'] : ['b', 'a'];
        return [...ids.map((id) => `start ${id}`), ...ids.map((id) => `check ${id}`)];
      });
      expect(order.slice(0, expected.length)).toEqual(expected);
      // Whatever came first, the plan's order is that of the block.
      expect(blocks.every(({ contenders: [a, b] }) => a?.id === 'a' && b?.id === 'b')).toBe(true);
    },
  );
});
