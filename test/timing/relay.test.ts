import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { attribute, ContenderFailure } from '../../src/timing/attribute.ts';
import { FunctionIsolate } from '../../src/timing/isolates/function-isolate.ts';
import { FINISHED, relayOf as memoryOf, newRelayMemory } from '../../src/timing/isolates/relay-memory.ts';
import { Relay } from '../../src/timing/relay.ts';
import type { TurnSlice, TurnTaker } from '../../src/turn-contracts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fakeIsolate } from './_fake-isolate.ts';
import { turnOptions } from './isolates/_turn-options.ts';

const opened: TurnTaker[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((taker) => taker.close()));
});

/** Functions that write their letter down with every call; two calls of each are those of its check. */
async function runners(letters: string, second = '') {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const start = async (letter: string, i: number) => {
    const file = join(folder, `${letter}.ts`);
    const body = `appendFileSync('${log}', '${letter}'); calls += 1; ${i === 1 ? second : ''}`;
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';
      let calls = 0;
      export default { title: '${letter}', run: ${second.includes('await') ? 'async ' : ''}() => { ${body} } };`,
    );
    const spec = { kind: 'function', argument: file };
    const taker = attribute(await FunctionIsolate.start(spec, turnOptions({ limit_ms: 1500 })), i);
    opened.push(taker);
    await taker.check();
    return taker;
  };
  const takers = await Promise.all([...letters].map(start));
  writeFileSync(log, '');
  return { takers, written: () => readFileSync(log, 'utf8') };
}

const relayOf = (takers: readonly TurnTaker[]) => Relay.of(takers) as Relay;

describe('a relay', () => {
  it('takes turns in the order that is asked for, each with its own number of calls', async () => {
    const { takers, written } = await runners('abc');
    const relay = relayOf(takers);
    const turns: TurnSlice[][] = [];
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [0, 2, 1],
    ];
    await relay.lap([1, 2, 3], orders, (slices) => turns.push(slices));
    expect(written()).toBe('abbccc' + 'cccbba' + 'acccbb');
    expect(turns.map((slices) => slices.map(({ ms }) => ms > 0))).toEqual(Array(3).fill([true, true, true]));
  });

  it('is not over before its last slice, whoever wakes up whoever waits for it', async () => {
    const joined = Promise.withResolvers<SharedArrayBuffer>();
    const runner = {
      limit_ms: 5000,
      hung: async () => new Error('hung'),
      join: async (memory: SharedArrayBuffer) => {
        joined.resolve(memory);
        await new Promise(() => {});
      },
    };
    const relay = Relay.of([{ relay: runner }]) as Relay;
    const { done, progress, ms } = memoryOf(await joined.promise);
    let isOver = false;
    const turns: TurnSlice[][] = [];
    const lap = relay
      .lap([1], [[0], [0]], (slices) => turns.push(slices))
      .then(() => {
        isOver = true;
      });
    Atomics.notify(done, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isOver).toBe(false);
    ms.set([1, 2]);
    progress[FINISHED] = 2;
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
    await lap;
    expect(turns.map(([slice]) => slice?.ms)).toEqual([1, 2]);
  });

  it('hands nothing on that a runner does not have', async () => {
    const { takers, written } = await runners('a');
    const memory = newRelayMemory();
    const { go, done } = memoryOf(memory);
    const joined = takers[0]?.relay?.join(memory, 0).catch(() => undefined);
    // Nobody is told whether somebody waits already: it is woken until it does.
    for (let woken = 0, i = 0; woken === 0 && i < 1000; i++) {
      woken = Atomics.notify(go, 0);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(Atomics.load(done, 0)).toBe(0);
    expect(written()).toBe('');
    await takers[0]?.close();
    await joined;
  });

  it('goes from lap to lap, and ends where a contender is asked for something else', async () => {
    const { takers, written } = await runners('ab');
    const relay = relayOf(takers);
    for (let lap = 0; lap < 50; lap++) await relay.lap([1, 1], [[lap % 2, 1 - (lap % 2)]], () => {});
    expect(written()).toBe('abba'.repeat(25));
    expect((await takers[1]?.sample(1))?.calls_ms.length).toBeGreaterThan(0);
    expect((await takers[0]?.run(3))?.ms).toBeGreaterThan(0);
  });

  it('awaits what returns promises', async () => {
    const { takers, written } = await runners(
      'ab',
      'await new Promise((resolve) => setTimeout(resolve, 5));',
    );
    const [slices] = await lapOf(relayOf(takers), [[1, 0]]);
    expect(written()).toBe('ba');
    expect(slices?.[1]?.ms).toBeGreaterThan(3);
  });

  it.each([
    ['raises', "if (calls > 4) throw new Error('too often');", 'Error: too often'],
    ['never ends', 'while (calls > 4);', 'gave no answer within 1.5 s'],
    ['ends its thread', 'if (calls > 4) process.exit(3);', 'ended by itself with code 3'],
  ])('keeps the finished turns of a lap in which a contender %s', async (_what, second, reason) => {
    const { takers } = await runners('ab', second);
    const turns: TurnSlice[][] = [];
    const lap = relayOf(takers).lap([1, 1], Array(5).fill([0, 1]), (slices) => turns.push(slices));
    const failure = await lap.catch((cause) => cause);
    expect(failure).toBeInstanceOf(ContenderFailure);
    expect(failure).toMatchObject({ contender: 1, message: expect.stringContaining(reason) });
    expect(turns).toHaveLength(2);
  });

  it('is none where somebody needs to be asked for every turn', async () => {
    const { takers } = await runners('a');
    expect(Relay.of([...takers, fakeIsolate({ callMs: 1 }) as unknown as TurnTaker])).toBeNull();
    expect(Relay.of([])).toBeNull();
  });
});

async function lapOf(relay: Relay, orders: number[][]): Promise<TurnSlice[][]> {
  const turns: TurnSlice[][] = [];
  await relay.lap([1, 1], orders, (slices) => turns.push(slices));
  return turns;
}
