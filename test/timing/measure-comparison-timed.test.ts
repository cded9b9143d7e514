import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureComparison } from '../../src/timing/measure-comparison.ts';
import { planComparison } from '../../src/timing/plan-comparison.ts';
import { selectContender } from '../../src/workflows/select-contender.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { turnOptions } from './isolates/_turn-options.ts';

/** About a microsecond of arithmetic, `times` times from the start: the result is always that of once. */
const steps = (times: number) => `(state) => {
  let result = 0;
  for (let time = 0; time < ${times}; time++) {
    let x = state.x;
    for (let i = 0; i < 600; i++) x = (Math.imul(x, 48271) + 11) | 0;
    result = x;
  }
  return result;
}`;
const bench = (run: string, top = '') =>
  `${top} export default { title: 'x', setup: ({ seed }) => ({ x: seed }), run: ${run} };`;

/** The same work with its number of steps as a constant of a closure. */
const FACTORY = `export const make = (steps) => (state) => {
  let x = state.x;
  for (let i = 0; i < steps; i++) x = (Math.imul(x, 48271) + 11) | 0;
  return (x | 1) & 1;
};`;

/** Milliseconds of a call in a process of its own that has only V8's last compiler and takes its time to use it. */
function fullyCompiled(run: string): number {
  const program = `
    const run = ${run};
    let last, best = Infinity;
    for (let round = 0; round < 100; round++) {
      const start = performance.now();
      for (let i = 0; i < 1000; i++) last = run({ x: round });
      best = Math.min(best, (performance.now() - start) / 1000);
    }
    console.log(best);`;
  return Number(execFileSync(process.execPath, ['--no-maglev', '-e', program], { encoding: 'utf8' }));
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function compare(files: Record<string, string>, words: Record<string, string>, budget_s = 2) {
  const directory = temporaryFolder(files);
  const sides = await Promise.all(
    Object.entries(words).map(async ([id, word]) => {
      const path = word.endsWith('.ts') ? join(directory, word) : word;
      return { id, ...(await selectContender(path, { root: REPOSITORY, directory })) };
    }),
  );
  const isCommand = sides[0]?.shape === 'command';
  const common = { id: 'work', title: 'work' };
  const plan = planComparison({
    seed: 5,
    contenders: sides.map(({ id, spec }) => ({ id, label: id, spec })),
    against: null,
    delta: 0.01,
    margin: 0.01,
    alpha: 0.05,
    threshold_percent: null,
    timing: {
      slice_ms: 0.5,
      warm_up_ms: Object.fromEntries(sides.map(({ id, kind }) => [id, kind.warm_up_ms])),
      budget_s,
      call_limit_s: 10,
    },
    workloads: [
      isCommand
        ? { shape: 'command', ...common, exit_status: 0 }
        : { shape: 'function', ...common, unit: 'call', units_per_call: 1, score: null },
    ],
  });
  const { blocks } = await measureComparison({
    plan,
    benchmarks: new Map(),
    start: async ({ id }) => {
      const side = sides.find((each) => each.id === id);
      if (!side || side.shape === 'program') throw new Error(`no contender ${id}`);
      return side.kind.start(side.spec, turnOptions({ directory, seed: plan.seed }));
    },
    judge: () => [],
    processors: [0],
    now: () => performance.now(),
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  const perCall = (id: string) =>
    blocks.flatMap(({ contenders }) =>
      contenders
        .filter((each) => each.id === id)
        .flatMap(({ slices_ms, calls_per_slice }) => slices_ms.map((ms) => ms / calls_per_slice)),
    );
  const [a, b] = [perCall('a'), perCall('b')];
  return { blocks, a, b, ratio: median(b.map((ms, i) => ms / (a[i] ?? Number.NaN))) };
}

describe('a live comparison', { retry: 2, timeout: 60_000 }, () => {
  it('finds no difference between a function and itself', async () => {
    const { ratio, blocks, a } = await compare({ 'a.ts': bench(steps(1)) }, { a: 'a.ts', b: 'a.ts' });
    expect(blocks.every(({ contenders }) => contenders.every(({ status }) => status === 'ok'))).toBe(true);
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    expect(a.length).toBeGreaterThan(50);
    expect(Math.abs(Math.log(ratio))).toBeLessThan(0.02);
  });

  it('finds three times as much work to take three times as long', async () => {
    const { ratio } = await compare(
      { 'a.ts': bench(steps(1)), 'b.ts': bench(steps(3)) },
      { a: 'a.ts', b: 'b.ts' },
    );
    expect(ratio).toBeGreaterThan(2.8);
    expect(ratio).toBeLessThan(3.2);
  });

  it('measures loops as the last compiler leaves them', async () => {
    const { a, b } = await compare(
      { 'a.ts': bench(steps(1)), 'b.ts': bench(steps(3)) },
      { a: 'a.ts', b: 'b.ts' },
    );
    // The other compiler's loops take seven times as long; a busy neighbour makes one of the two slower by less than two.
    expect(median(a)).toBeLessThan(3 * fullyCompiled(steps(1)));
    expect(median(b)).toBeLessThan(3 * fullyCompiled(steps(3)));
  });

  it('gives a closure the time of the function alone, although another one of its factory takes turns', async () => {
    const closure = (n: number) => bench(`make(${n})`, `import { make } from './factory.ts';`);
    const { ratio, blocks } = await compare(
      {
        'factory.ts': FACTORY,
        'a.ts': bench(
          'run',
          FACTORY.replace('export const make = (steps) =>', 'const steps = 600; const run ='),
        ),
        'b.ts': closure(600),
        'c.ts': closure(900),
      },
      { a: 'a.ts', b: 'b.ts', c: 'c.ts' },
    );
    expect(blocks[0]?.contenders.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(Math.abs(Math.log(ratio))).toBeLessThan(0.1);
  });

  it('lets the spin probe take turns beside two functions', async () => {
    const { blocks } = await compare(
      { 'a.ts': bench(steps(1)) },
      { a: 'a.ts', b: 'a.ts', probe: 'probe' },
      1,
    );
    expect(blocks[0]?.contenders.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a ok',
      'b ok',
      'probe ok',
    ]);
    expect(blocks[0]?.contenders[2]?.slices_ms.length).toBe(blocks[0]?.coins.length);
  });

  it('finds a command that sleeps longer to take longer', async () => {
    const { ratio, blocks } = await compare({}, { a: 'command:sleep 0.05', b: 'command:sleep 0.15' });
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(3.2);
    const used = blocks[0]?.contenders[0]?.processes;
    if (used) expect(used.user_ms).toHaveLength(blocks[0]?.coins.length ?? -1);
  });
});
