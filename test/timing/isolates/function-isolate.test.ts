import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TitoError } from '../../../src/errors.ts';
import { describeFunction, FunctionIsolate } from '../../../src/timing/isolates/function-isolate.ts';
import { warmUpAlone } from '../../../src/timing/warm-up.ts';
import type { TurnTaker, TurnTakerOptions } from '../../../src/turn-contracts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { turnOptions } from './_turn-options.ts';

const opened: TurnTaker[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((isolate) => isolate.close()));
});

function fileWith(source: string): string {
  return join(temporaryFolder({ 'bench.ts': source }), 'bench.ts');
}

async function start(source: string, more: Partial<TurnTakerOptions> = {}): Promise<FunctionIsolate> {
  const spec = { kind: 'function', argument: fileWith(source) };
  const isolate = await FunctionIsolate.start(spec, turnOptions(more));
  opened.push(isolate);
  return isolate;
}

const exported = (fields: string) => `export default { title: 'sum', ${fields} };`;

describe('FunctionIsolate', () => {
  it('sets up with the seed, takes turns, samples and returns the hash of its result', async () => {
    const isolate = await start(`import { defineBenchmark } from 'tito';
      export default defineBenchmark({
        title: 'sum',
        setup: ({ seed }: { seed: number }) => [seed, 2],
        run: (list) => ({ sum: list.reduce((a, b) => a + b, 0) }),
      });`);
    expect(await isolate.check()).toBeNull();
    expect(isolate.outcome()?.shown).toBe('{ sum: 9 }');
    expect((await isolate.run(100)).ms).toBeGreaterThan(0);
    expect((await isolate.sample(2)).calls_ms.length).toBeGreaterThan(1);
    const { hash, finding } = await isolate.conclude();
    expect(finding).toBeNull();
    expect(hash).toBe(isolate.outcome()?.hash);
    expect((await isolate.run(1)).ms).toBeGreaterThan(0);
  });

  it.each([
    ['a', 'that allocates', 'run: () => Array.from({ length: 2000 }, (_, i) => ({ i }))', true],
    ['no', 'that does not', 'setup: () => ({ n: 0 }), run: (s) => ++s.n', false],
  ])('sees %s collection of garbage in a function %s', async (_a, _what, fields, isCollecting) => {
    const isolate = await start(exported(fields));
    await isolate.check();
    await isolate.run(500);
    const { count, share } = await isolate.collections(500);
    expect(count > 0).toBe(isCollecting);
    expect(share > 0).toBe(isCollecting);
    expect(share).toBeLessThan(1);
    expect((await isolate.run(5)).ms).toBeGreaterThan(0);
  });

  it('has no time for a turn that it never came to', async () => {
    const isolate = await start(exported('run: () => 1'));
    await isolate.check();
    // Asked for something else in the same moment, the thread may not have seen the turn.
    const turn = isolate.run(1).catch((cause) => cause);
    await isolate.collections(100);
    const ended = await turn;
    if (ended instanceof Error)
      expect(ended).toMatchObject({ kind: 'exited', message: 'stopped taking turns' });
    else expect(ended.ms).toBeGreaterThan(0);
    expect((await isolate.run(1)).ms).toBeGreaterThan(0);
  });

  it('waits for the end of its turn, whoever wakes it up before', async () => {
    const isolate = await start(
      exported('run: () => { const end = Date.now() + 100; while (Date.now() < end); }'),
    );
    await isolate.check();
    await isolate.run(1);
    const waits = vi.spyOn(Atomics, 'waitAsync');
    const turn = isolate.run(2);
    for (let i = 0; i < 5; i++) {
      const [cells, index] = waits.mock.lastCall as unknown as [Int32Array<SharedArrayBuffer>, number];
      expect(Atomics.notify(cells, index)).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    waits.mockRestore();
    expect((await turn).ms).toBeGreaterThan(150);
  });

  it('is closed under the hands of whoever warms it up', async () => {
    for (let ms = 0; ms < 12; ms += 3) {
      const isolate = await start(
        exported('run: () => { let s = 0; for (let i = 0; i < 1e4; i++) s += i; return s; }'),
      );
      await isolate.check();
      const warm = warmUpAlone(isolate, 1e9).catch((cause) => cause);
      const collections = ms > 6 ? isolate.collections(1e5).catch((cause) => cause) : null;
      await new Promise((resolve) => setTimeout(resolve, ms));
      const [closed, ended] = [performance.now(), isolate.close()];
      expect(await warm).toMatchObject({ kind: 'exited' });
      await collections;
      await ended;
      // Neither waited for a limit of 10 s nor for that of the teardown, 2 s.
      expect(performance.now() - closed).toBeLessThan(1900);
    }
  });

  it('makes exactly the calls of a slice, beside the two of the check', async () => {
    const isolate = await start(
      exported('setup: () => ({ n: 0 }), run: (s) => ++s.n, check: (r, s) => r === s.n'),
    );
    await isolate.check();
    await isolate.run(5);
    await isolate.run(7);
    const again = await start(
      exported('setup: () => ({ n: 0 }), run: (s) => ++s.n, check: (r) => r < 14 || r + " calls"'),
    );
    await again.check();
    await again.run(12);
    expect((await again.conclude()).finding?.reason).toBe('14 calls');
    expect((await isolate.conclude()).finding).toBeNull();
  });

  it('awaits a promise inside of the timed loop', async () => {
    const wait = 'new Promise((done) => setTimeout(done, 5, 42))';
    const isolate = await start(exported(`run: () => ${wait}, check: (r) => r === 42`));
    expect(await isolate.check()).toBeNull();
    expect((await isolate.run(4)).ms).toBeGreaterThan(4 * 4);
    expect((await isolate.sample(20)).calls_ms.every((ms) => ms > 4)).toBe(true);
    expect((await isolate.conclude()).finding).toBeNull();
  });

  it.each([
    ['says no', 'check: () => false', 'its check says that the result is wrong'],
    ['says why', `check: (r) => r === 2 || 'not two'`, 'not two'],
  ])('is invalid where its check %s', async (_, check, reason) => {
    const isolate = await start(exported(`run: () => 1, ${check}`));
    expect(await isolate.check()).toEqual({ status: 'invalid', reason });
  });

  it('is invalid where its check fails only after the timing', async () => {
    const isolate = await start(exported('setup: () => ({ n: 0 }), run: (s) => ++s.n, check: (r) => r < 5'));
    expect(await isolate.check()).toBeNull();
    await isolate.run(10);
    expect((await isolate.conclude()).finding).toMatchObject({ status: 'invalid' });
  });

  it('is invalid where the loop computes something else than the first calls', async () => {
    const isolate = await start(exported('setup: () => ({ n: 0 }), run: (s) => (++s.n < 5 ? 1 : 2)'));
    await isolate.check();
    await isolate.run(10);
    expect((await isolate.conclude()).finding?.reason).toMatch(/something else than the first call/);
  });

  it('is invalid where the same seed gives another result, but not where state changes with each call', async () => {
    const random = await start(exported('run: () => Math.random()'));
    const counting = await start(exported('setup: ({ seed }) => ({ seed }), run: (s) => s.seed++'));
    for (const isolate of [random, counting]) {
      await isolate.check();
      await isolate.run(10);
    }
    expect((await random.conclude()).finding?.reason).toMatch(/same seed/);
    expect((await counting.conclude()).finding).toBeNull();
  });

  it.each([
    ['setup', `setup: () => { throw new RangeError('no') }, run: () => 1`],
    ['run', `run: () => { throw new RangeError('no') }`],
    ['check', `run: () => 1, check: () => { throw new RangeError('no') }`],
  ])('reports what %s throws, in its words', async (_, fields) => {
    const isolate = await start(exported(fields));
    await expect(isolate.check()).rejects.toThrow('RangeError: no');
  });

  it.each([
    ['setup', 'setup: () => { for (;;); }, run: () => 1'],
    ['run', 'run: () => { for (;;); }'],
    ['run', 'run: () => new Promise(() => {})'],
  ])('ends a %s that hangs at the limit, and names it', async (stage, fields) => {
    const isolate = await start(exported(fields), { limit_ms: 1500 });
    await expect(isolate.check()).rejects.toThrow(`${stage} gave no answer within 1.5 s`);
  });

  it('tears down once, also after run has thrown', async () => {
    const log = join(temporaryFolder(), 'log');
    const top = `import { appendFileSync } from 'node:fs';`;
    const fields = `setup: () => 'state', teardown: (s) => appendFileSync(${JSON.stringify(log)}, s + ' ')`;
    const good = await start(`${top} ${exported(`${fields}, run: () => 1`)}`);
    await good.check();
    await good.run(3);
    await good.close();
    await good.close();
    expect(readFileSync(log, 'utf8')).toBe('state ');
    const bad = await start(
      `${top} let n = 0; ${exported(`${fields}, run: () => { if (n++ > 3) throw new Error('late'); return 1; }`)}`,
    );
    await bad.check();
    await expect(bad.run(9)).rejects.toThrow('late');
    await bad.close();
    expect(readFileSync(log, 'utf8')).toBe('state state ');
  });

  it('closes although teardown never ends', async () => {
    const isolate = await start(exported('run: () => 1, teardown: () => new Promise(() => {})'));
    await isolate.check();
    await isolate.close();
    await expect(isolate.run(1)).rejects.toThrow('was closed');
  });

  it('does not tear down what was never set up', async () => {
    const file = join(temporaryFolder(), 'log');
    const isolate = await start(
      `import { writeFileSync } from 'node:fs';
       ${exported(`run: () => 1, teardown: () => writeFileSync(${JSON.stringify(file)}, '')`)}`,
    );
    await isolate.close();
    expect(existsSync(file)).toBe(false);
  });
});

describe('describeFunction', () => {
  const describeSource = (source: string) =>
    describeFunction({ kind: 'function', argument: fileWith(source) }, turnOptions());
  const failure = async (source: string): Promise<TitoError> => {
    const cause = await describeSource(source).catch((error: unknown) => error);
    expect(cause).toBeInstanceOf(TitoError);
    return cause as TitoError;
  };

  it('reads title, unit and score without running anything', async () => {
    const source = exported(
      `unit: 'document', units_per_call: 8, score: { p90: 1, p50: 4 }, run: () => { for (;;); }`,
    );
    expect(await describeSource(source)).toEqual({
      title: 'sum',
      unit: 'document',
      units_per_call: 8,
      score: { p90: 1, p50: 4 },
    });
    expect(await describeSource('export default { run: () => 1 };')).toMatchObject({
      title: 'bench.ts',
      unit: 'call',
      units_per_call: 1,
      score: null,
    });
  });

  it('refuses a file without run, and tells a subject what it is', async () => {
    const none = await failure('export const run = () => 1;');
    expect(none.code).toBe('subject_unusable');
    expect(none.message).toMatch(/no function 'run'/);
    const subject = await failure('export default { name: "x", tensor: () => 1, matmul: () => 1 };');
    expect(subject.hint).toMatch(/module:/);
  });

  it('refuses a file that does not load, with the reason', async () => {
    expect((await failure('import "./absent.ts";')).message).toMatch(/absent/);
  });
});
