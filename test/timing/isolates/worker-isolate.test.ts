import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import matmul from '../../../benchmarks/baseline/matmul.ts';
import type { Isolate, IsolateOptions, Program } from '../../../src/contracts.ts';
import { WorkerIsolate } from '../../../src/timing/isolates/worker-isolate.ts';
import { REPOSITORY } from '../../support/context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const opened: Isolate[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((isolate) => isolate.close()));
});

const PROGRAM: Program = {
  inputs: { x_data: { data: Float32Array.of(1, 2, 3), shape: [3] } },
  setup: [{ name: 'x', operation: 'tensor', inputs: ['x_data'] }],
  steps: [{ name: 'total', operation: 'sum', inputs: ['x'] }],
  observed: ['total'],
};

const subjectWith = (sum: string, before = '') => `${before}
  export default {
    name: 'small',
    tensor: (data) => data,
    values: (t) => t,
    sum: ${sum},
  };`;

async function start(source: string, more: Partial<IsolateOptions> = {}): Promise<Isolate> {
  const folder = temporaryFolder({});
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'subject.ts');
  writeFileSync(file, source);
  const isolate = await WorkerIsolate.start(file, 'module', {
    root: REPOSITORY,
    limit_ms: 10_000,
    python: 'python3',
    revision: null,
    signal: new AbortController().signal,
    onOutput: () => {},
    ...more,
  });
  opened.push(isolate);
  return isolate;
}

describe('WorkerIsolate', () => {
  it('rehearses, takes turns, samples and returns the result of the timed loop', async () => {
    const isolate = await start(subjectWith('(t) => t.reduce((a, b) => a + b, 0)'));
    const { values } = await isolate.rehearse(PROGRAM);
    expect(Array.from(values.total ?? [])).toEqual([6]);
    const slice = await isolate.run(100);
    expect(slice.ms).toBeGreaterThan(0);
    const { calls_ms } = await isolate.sample(2);
    expect(calls_ms.length).toBeGreaterThan(1);
    expect(Array.from(await isolate.result())).toEqual([6]);
    expect((await isolate.run(1)).ms).toBeGreaterThan(0);
  });

  it('knows its subject: name, runtime, content hash and what is missing', async () => {
    const { facts } = await start(subjectWith('(t) => 0'));
    expect(facts).toMatchObject({ name: 'small', runtime: `node ${process.versions.node}` });
    expect(facts.sources[0]).toMatchObject({
      path: 'subject.ts',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Object.keys(facts.missing).sort()).toEqual(['add', 'linear', 'matmul', 'multiply', 'relu']);
    expect(facts.missing.matmul).toContain('subject.ts');
  });

  it('makes exactly the calls of a slice', async () => {
    const isolate = await start(subjectWith('(t) => ++calls', 'let calls = 0;'));
    await isolate.rehearse(PROGRAM);
    const made = async (calls: number) => {
      await isolate.run(calls);
      return Array.from(await isolate.result())[0] ?? Number.NaN;
    };
    const before = await made(1);
    expect((await made(20)) - before).toBe(20);
    expect((await made(80)) - before).toBe(100);
  });

  it("lets a subject import from 'tito' where no such package is installed", async () => {
    const source = subjectWith(
      '(t) => 0',
      "import { defineSubject } from 'tito'; defineSubject({ name: '' });",
    );
    expect((await start(source)).facts.name).toBe('small');
  });

  it('ends a step that hangs at the limit and names its operation', async () => {
    const isolate = await start(subjectWith('(t) => { for (;;); }'), { limit_ms: 2000 });
    await expect(isolate.rehearse(PROGRAM)).rejects.toMatchObject({
      kind: 'hung',
      message: 'sum gave no answer within 2 s',
    });
  });

  it('ends a timed loop that hangs at the limit', async () => {
    const source = subjectWith('(t) => { calls += 1; if (calls > 3) for (;;); return 0; }', 'let calls = 0;');
    const isolate = await start(source, { limit_ms: 2000 });
    await isolate.rehearse(PROGRAM);
    await isolate.run(1);
    await expect(isolate.run(5)).rejects.toMatchObject({ kind: 'hung' });
  });

  it('ends at once when it is interrupted while it loads', async () => {
    const controller = new AbortController();
    const starting = start("console.log('loading'); for (;;);", {
      signal: controller.signal,
      onOutput: () => controller.abort(),
      limit_ms: 50_000,
    });
    setTimeout(() => controller.abort(), 1000);
    await expect(starting).rejects.toMatchObject({ kind: 'exited' });
  });

  it('reports a subject that raises in the timed loop, with its words', async () => {
    const source = subjectWith(
      "(t) => { if (calls++ > 2) throw new Error('worn out'); return 0; }",
      'let calls = 0;',
    );
    const isolate = await start(source);
    await isolate.rehearse(PROGRAM);
    await expect(isolate.run(10)).rejects.toMatchObject({ kind: 'raised', message: 'Error: worn out' });
  });

  it('reports a subject that ends its thread', async () => {
    const isolate = await start(subjectWith('(t) => process.exit(3)'));
    await expect(isolate.rehearse(PROGRAM)).rejects.toMatchObject({ kind: 'exited' });
  });

  it('reports a file that does not load, with the reason', async () => {
    await expect(start('export default {')).rejects.toMatchObject({ name: 'SubjectFailure' });
    await expect(start("throw new Error('at import')")).rejects.toThrow('at import');
    await expect(start('export const a = 1;')).rejects.toThrow('no default export');
  });

  it('forwards what the subject prints and is not held up by megabytes of it', async () => {
    let printed = 0;
    const source = subjectWith(
      "(t) => { for (let i = 0; i < 64; i++) console.log('x'.repeat(65536)); return 1; }",
    );
    const isolate = await start(source, {
      onOutput: (text) => {
        printed += text.length;
      },
    });
    const { values } = await isolate.rehearse(PROGRAM);
    expect(Array.from(values.total ?? [])).toEqual([1]);
    await expect.poll(() => printed, { timeout: 10_000 }).toBeGreaterThan(4e6);
  });

  it('uses a clock that the subject can not replace', async () => {
    const isolate = await start(subjectWith('(t) => 1', 'performance.now = () => 0;'));
    await isolate.rehearse(PROGRAM);
    expect((await isolate.run(1000)).ms).toBeGreaterThan(0);
  });

  it('gives the yardstick’s own matmul the known right answer', async () => {
    const inputs = matmul.inputs(5);
    const isolate = await WorkerIsolate.start(join(REPOSITORY, 'src/reference/subject.ts'), 'reference', {
      root: REPOSITORY,
      limit_ms: 10_000,
      python: '',
      revision: null,
      signal: new AbortController().signal,
      onOutput: () => {},
    });
    opened.push(isolate);
    const { setup, steps } = matmul;
    const { values } = await isolate.rehearse({ inputs, setup, steps, observed: ['product'] });
    expect(Array.from(values.product ?? [])).toEqual(Array.from(matmul.answers(inputs).product ?? []));
  });
});
