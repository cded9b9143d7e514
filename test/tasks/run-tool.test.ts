import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openToolRunner, type ToolRunner, type ToolRunnerOptions } from '../../src/tasks/run-tool.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const opened: ToolRunner[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((runner) => runner.close()));
});

function open(more: Partial<ToolRunnerOptions> = {}): ToolRunner {
  const signal = new AbortController().signal;
  const runner = openToolRunner({ root: REPOSITORY, environment: process.env, signal, ...more });
  opened.push(runner);
  return runner;
}

/** A root with tools of the test's own beside tito's worker. */
function rootWith(tools: Record<string, string>): string {
  const entries = Object.entries(tools).map(([name, body]) => [
    `src/tasks/tools/${name}.ts`,
    `export default { title: '${name}', analyse: ${body} };`,
  ]);
  const root = temporaryFolder(Object.fromEntries(entries));
  mkdirSync(join(root, 'src/tasks'), { recursive: true });
  symlinkSync(join(REPOSITORY, 'src/tasks/isolates'), join(root, 'src/tasks/isolates'));
  return root;
}

const TARGET = { directory: REPOSITORY, files: [{ path: 'a.py', text: 'eval(input())\n' }] };

describe('openToolRunner', () => {
  it.each(['safety_scan', 'pattern_scan', 'context_scan', 'repository_scan'])(
    "runs tito's own %s in a thread",
    async (id) => {
      const { outcome, output } = await open().run(id, TARGET);
      expect(outcome).toMatchObject({ id, status: 'ok', output_bytes: Buffer.byteLength(output) });
      expect(outcome.output_sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(outcome.duration_ms).toBeGreaterThan(0);
    },
  );

  it('never answers from a cache', async () => {
    const runner = open({
      root: rootWith({ counting: '(() => { let n = 0; return () => "run " + ++n; })()' }),
      threads: 1,
    });
    expect((await runner.run('counting', TARGET)).output).toBe('run 1');
    expect((await runner.run('counting', TARGET)).output).toBe('run 2');
  });

  it('keeps the main thread free meanwhile', async () => {
    const root = rootWith({
      busy: '() => { const end = Date.now() + 300; while (Date.now() < end); return "done"; }',
    });
    let beats = 0;
    const heart = setInterval(() => beats++, 10);
    await open({ root }).run('busy', TARGET);
    clearInterval(heart);
    expect(beats).toBeGreaterThan(5);
  });

  it('runs no more tools at a time than it has threads, and all in the end', async () => {
    const root = rootWith({ quick: '(files) => files[0].text' });
    const runner = open({ root, threads: 2 });
    const texts = Array.from({ length: 20 }, (_, k) => `text ${k}`);
    const results = await Promise.all(
      texts.map((text) => runner.run('quick', { directory: root, files: [{ path: 'a', text }] })),
    );
    expect(results.map(({ output }) => output)).toEqual(texts);
  });

  it('ends a tool that hangs, classes it and goes on with a new thread', async () => {
    const root = rootWith({ hanging: '() => { for (;;); }', fine: '() => "fine"' });
    const runner = open({ root, threads: 1, limit_ms: 1000 });
    const [hung, next] = await Promise.all([runner.run('hanging', TARGET), runner.run('fine', TARGET)]);
    expect(hung.outcome).toMatchObject({ status: 'failed', error: { kind: 'timeout' }, output_sha256: null });
    expect(hung.outcome.error?.message).toBe('the tool hanging did not end within 1 s');
    expect(next).toMatchObject({ output: 'fine', outcome: { status: 'ok' } });
  });

  it.each([
    ['throwing', '() => { throw new RangeError("too deep"); }', 'internal', 'too deep'],
    ['leaving', '() => { process.exit(3); }', 'internal', 'ended with code 3'],
    [
      'growing',
      '() => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); }',
      'internal',
      'memory',
    ],
  ])('classes a tool that is %s', { timeout: 120_000 }, async (id, body, kind, words) => {
    const { outcome, output } = await open({ root: rootWith({ [id]: body }) }).run(id, TARGET);
    expect(outcome).toMatchObject({ id, status: 'failed', error: { kind } });
    expect(outcome.error?.message).toContain(words);
    expect(output).toBe('');
  });

  it('classes a tool that is not there as configuration', async () => {
    const { outcome } = await open().run('safety_scam', TARGET);
    expect(outcome.error).toEqual({ kind: 'config', message: "There is no tool 'safety_scam'." });
  });

  it("runs a command in the target's folder", async () => {
    const directory = temporaryFolder({ 'one.txt': '1', 'two.txt': '2' });
    const use = { id: 'listing', command: 'ls | tr a-z A-Z', limit_s: 10 };
    const { outcome, output } = await open().run(use, { directory, files: [] });
    expect(output).toBe('ONE.TXT\nTWO.TXT');
    expect(outcome).toMatchObject({ id: 'listing', status: 'ok', output_bytes: 15 });
  });

  it('stops everything when it is aborted', async () => {
    const controller = new AbortController();
    const root = rootWith({ hanging: '() => { for (;;); }' });
    const runner = open({ root, signal: controller.signal });
    const uses = ['hanging', 'hanging', 'hanging', { id: 'sleeping', command: 'sleep 60', limit_s: 60 }];
    const runs = uses.map((use) => runner.run(use, TARGET));
    setTimeout(() => controller.abort(new Error('enough')), 300);
    for (const result of await Promise.allSettled(runs)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
    }
    await expect(runner.run('hanging', TARGET)).rejects.toThrow('enough');
  });
});
