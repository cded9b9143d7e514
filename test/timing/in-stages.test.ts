import { describe, expect, it } from 'vitest';
import { inStages } from '../../src/timing/in-stages.ts';

const NEVER = new Promise(() => {});
/** Long enough for everything that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Two stages that say when they begin, and end when the test says so. */
function watched() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const stage = (name: string) => (index: number) => {
    const end = Promise.withResolvers<void>();
    begun.push(`${name}${index}`);
    ends.set(`${name}${index}`, end);
    return end.promise;
  };
  const end = async (what: string, cause?: Error) => {
    if (cause) ends.get(what)?.reject(cause);
    else ends.get(what)?.resolve();
    await settled();
  };
  return { begun, end, stages: [stage('a'), stage('b')] };
}

describe('inStages', () => {
  it('takes all through one stage after the other, one at a time and in their order', async () => {
    const { begun, end, stages } = watched();
    const all = inStages([1, 0], stages, NEVER);
    await settled();
    for (const what of ['a1', 'a0', 'b1', 'b0']) {
      expect(begun.at(-1)).toBe(what);
      await end(what);
    }
    await all;
    expect(begun).toEqual(['a1', 'a0', 'b1', 'b0']);
  });

  it.each([
    ['somebody is in a hurry', () => Promise.resolve()],
    ['what they waited for failed', () => Promise.reject(new Error('of others'))],
  ])('lets each go its own way once %s', async (_how, hurry) => {
    const { begun, end, stages } = watched();
    const all = inStages([0, 1], stages, hurry());
    await settled();
    expect(begun).toEqual(['a0', 'a1']);
    await end('a1');
    expect(begun).toEqual(['a0', 'a1', 'b1']);
    for (const what of ['b1', 'a0', 'b0']) await end(what);
    await all;
  });

  it('hurries in the middle of a stage as well', async () => {
    const { begun, end, stages } = watched();
    const hurry = Promise.withResolvers<void>();
    const all = inStages([0, 1, 2], stages, hurry.promise);
    await settled();
    expect(begun).toEqual(['a0']);
    hurry.resolve();
    await settled();
    expect(begun).toEqual(['a0', 'a1', 'a2']);
    for (const what of ['a0', 'a1', 'a2', 'b0', 'b1', 'b2']) await end(what);
    await all;
  });

  it('begins nothing more after a failure, and says which was the first', async () => {
    const { begun, end, stages } = watched();
    const all = inStages([0, 1], stages, Promise.resolve());
    const failure = expect(all).rejects.toThrow('the first');
    await settled();
    await end('a1', new Error('the first'));
    await end('a0', new Error('the second'));
    await failure;
    expect(begun).toEqual(['a0', 'a1']);
  });
});
