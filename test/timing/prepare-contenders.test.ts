import { describe, expect, it } from 'vitest';
import { type PreparationInput, prepareContenders } from '../../src/timing/prepare-contenders.ts';
import { fakeTurnTaker } from './_fake-turn-taker.ts';

/** Contenders that are loaded when the test says so; `started` lists those whose start has begun. */
function inputOf(more: Partial<PreparationInput> = {}) {
  const clock = { now: 0 };
  const started: string[] = [];
  const ready = new Map<string, () => void>();
  const input: PreparationInput = {
    workload: 'only',
    replicate: 0,
    seed: 1,
    isReversed: false,
    warm_up: 'alone',
    processors: [0],
    contenders: ['a', 'b'].map((id) => ({
      id,
      warm_up_ms: 20,
      start: async () => {
        started.push(id);
        await new Promise<void>((resolve) => ready.set(id, resolve));
        return fakeTurnTaker({ clock, callMs: 0.1 });
      },
    })),
    now: () => clock.now,
    signal: new AbortController().signal,
    onLoaded: () => {},
    ...more,
  };
  return { input, clock, started, ready: (id: string) => ready.get(id)?.() };
}

/** Long enough for everything that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('prepareContenders', () => {
  it('starts all at the same time where nobody takes turns', async () => {
    const { input, started, ready } = inputOf();
    const prepared = prepareContenders(input);
    await settled();
    expect(started).toEqual(['a', 'b']);
    ready('a');
    ready('b');
    expect((await prepared).observed.map((each) => each?.warm.calls)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
  });

  it('starts one after the other while others take turns', async () => {
    const { input, started, ready } = inputOf({ isReversed: true });
    const prepared = prepareContenders(input, new Promise(() => {}));
    await settled();
    expect(started).toEqual(['b']);
    ready('b');
    await settled();
    expect(started).toEqual(['b', 'a']);
    ready('a');
    expect((await prepared).takers).toHaveLength(2);
  });

  it.each([
    ['end', () => Promise.resolve()],
    ['fail', () => Promise.reject(new Error('of others'))],
  ])('waits for nobody any more once the turns of others %s', async (_how, ending) => {
    const { input, started, ready } = inputOf();
    const prepared = prepareContenders(input, ending());
    await settled();
    expect(started).toEqual(['a', 'b']);
    ready('b');
    ready('a');
    expect((await prepared).error).toBeUndefined();
  });

  it('counts half of what was done beside the turns of others as its cost', async () => {
    const { input, clock, ready } = inputOf({ warm_up: 'alternating' });
    const others = Promise.withResolvers<void>();
    const prepared = prepareContenders(input, others.promise);
    await settled();
    clock.now += 100;
    others.resolve();
    await settled();
    clock.now += 10;
    ready('a');
    ready('b');
    expect((await prepared).cost_ms).toBe(60);
  });

  it('warms nothing up that computes something wrong', async () => {
    const { input, ready } = inputOf();
    const { contenders } = input;
    const wrong = { status: 'invalid' as const, reason: 'wrong' };
    input.contenders = contenders.map((each) => ({
      ...each,
      start: async () => ({ ...(await each.start()), check: async () => wrong }),
    }));
    const prepared = prepareContenders(input);
    await settled();
    ready('a');
    ready('b');
    const { block, observed } = await prepared;
    expect(block.contenders.map(({ status }) => status)).toEqual(['invalid', 'invalid']);
    expect(observed).toEqual([null, null]);
  });
});
