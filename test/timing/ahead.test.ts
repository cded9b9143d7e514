import { describe, expect, it } from 'vitest';
import { Ahead } from '../../src/timing/ahead.ts';
import type { PreparedContenders } from '../../src/timing/prepare-contenders.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));
const SCHEDULE = Array.from({ length: 6 }, (_, replicate) => ({ workload: 'only', replicate, seed: 1 }));
type Entry = (typeof SCHEDULE)[number];

/** Preparations that end when the test says so, or when they are cancelled. */
function watched(last = SCHEDULE.length) {
  const log: string[] = [];
  const ready = new Map<number, () => void>();
  const ahead = new Ahead({
    next: (waiting) => {
      const from = waiting.at(-1)?.replicate ?? current.replicate;
      return SCHEDULE.slice(0, last)[from + 1] ?? null;
    },
    prepare: async ({ replicate }: Entry, isWanted, cancel) => {
      log.push(`begin ${replicate}`);
      void isWanted.then(() => log.push(`wanted ${replicate}`));
      await new Promise<void>((resolve) => {
        ready.set(replicate, resolve);
        cancel.addEventListener('abort', () => resolve());
      });
      const close = async () => void log.push(`close ${replicate}`);
      return { close, cost_ms: replicate } as PreparedContenders;
    },
  });
  const [first] = SCHEDULE as [Entry];
  let current = first;
  const take = (replicate: number) => {
    current = SCHEDULE[replicate] ?? first;
    return ahead.take(current);
  };
  const end = async (replicate: number) => {
    ready.get(replicate)?.();
    await settled();
  };
  return { ahead, log, take, end };
}

describe('Ahead', () => {
  it('prepares one block after the other, and no more than two that nobody took', async () => {
    const { ahead, log, end } = watched();
    ahead.fill();
    ahead.fill();
    expect(log).toEqual(['begin 1']);
    await end(1);
    expect(log).toEqual(['begin 1', 'begin 2']);
    await end(2);
    ahead.fill();
    expect(log).toEqual(['begin 1', 'begin 2']);
  });

  it('goes on once one is taken, and tells it that somebody waits', async () => {
    const { ahead, log, take, end } = watched();
    ahead.fill();
    const taken = take(1);
    await settled();
    expect(log).toEqual(['begin 1', 'wanted 1']);
    ahead.fill();
    expect(log).toHaveLength(2);
    await end(1);
    expect((await taken)?.cost_ms).toBe(1);
    expect(log).toEqual(['begin 1', 'wanted 1', 'begin 2']);
  });

  it('has nothing for an entry that was not begun, and gives up what came before it', async () => {
    const { ahead, log, take, end } = watched();
    ahead.fill();
    await end(1);
    await end(2);
    expect((await take(2))?.cost_ms).toBe(2);
    await settled();
    expect(log).toContain('close 1');
    expect(take(5)).toBeUndefined();
    await ahead.close();
    expect(log).not.toContain('close 2');
  });

  it('ends what nobody took, also in the middle, and begins nothing more', async () => {
    const { ahead, log, end } = watched();
    ahead.fill();
    await end(1);
    await ahead.close();
    expect(log).toEqual(['begin 1', 'begin 2', 'close 1', 'close 2']);
    ahead.fill();
    expect(log).toHaveLength(4);
  });

  it('begins nothing where nothing is worth it', async () => {
    const { ahead, log, end } = watched(2);
    ahead.fill();
    await end(1);
    expect(log).toEqual(['begin 1']);
  });
});
