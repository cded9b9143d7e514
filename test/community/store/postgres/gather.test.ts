import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathering } from '../../../../community/store/postgres/gather.ts';

/** Answers when it is told to, and remembers what it was asked. */
function slow() {
  const asked: { keys: readonly string[]; answer: (values: [string, number][]) => void }[] = [];
  const failures: ((cause: unknown) => void)[] = [];
  const load = (keys: readonly string[]) =>
    new Promise<Map<string, number>>((resolve, reject) => {
      asked.push({ keys, answer: (values) => resolve(new Map(values)) });
      failures.push(reject);
    });
  return { asked, failures, load };
}

describe('questions of one kind', () => {
  it('that come together are asked together, each key once; what is not there is null', async () => {
    const { asked, load } = slow();
    const ask = gathering(load, 100);
    const answers = Promise.all(['a', 'b', 'a', 'c'].map(ask));
    await turn();
    expect(asked.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
    asked[0]?.answer([
      ['a', 1],
      ['b', 2],
    ]);
    expect(await answers).toEqual([1, 2, 1, null]);
  });

  it('never join a statement that is under way: who asks later hears what is there later', async () => {
    const { asked, load } = slow();
    const ask = gathering(load, 100);
    const before = ask('a');
    await turn();
    const after = ask('a');
    await turn();
    expect(asked).toHaveLength(2);
    asked[1]?.answer([['a', 2]]);
    asked[0]?.answer([['a', 1]]);
    expect(await Promise.all([before, after])).toEqual([1, 2]);
  });

  it('gather while two statements are under way, and go with the next', async () => {
    const { asked, load } = slow();
    const ask = gathering(load, 100);
    const answers: Promise<number | null>[] = [];
    for (const key of ['a', 'b', 'c', 'd']) {
      answers.push(ask(key));
      await turn();
    }
    expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
    asked[0]?.answer([]);
    await turn();
    await turn();
    expect(asked[2]?.keys).toEqual(['c', 'd']);
    for (const { answer } of asked) answer([['d', 4]]);
    expect(await Promise.all(answers)).toEqual([null, null, null, 4]);
  });

  it('fail together, and the next are asked anew', async () => {
    const { asked, failures, load } = slow();
    const ask = gathering(load, 100);
    const answers = Promise.allSettled([ask('a'), ask('b')]);
    await turn();
    failures[0]?.(new Error('gone'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask('a');
    await turn();
    asked[1]?.answer([['a', 3]]);
    expect(await next).toBe(3);
  });
});
