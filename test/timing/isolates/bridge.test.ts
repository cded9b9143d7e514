import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { FIXTURES, open, PYTHON, ROOT, small } from './bridge-fixtures.ts';

const BRIDGE = join(ROOT, 'src/timing/isolates/bridge.py');
const load = (path: string, limit_ms: number) => `${JSON.stringify({ id: 1, do: 'load', limit_ms, path })}\n`;

it('ends when nobody asks any more', async () => {
  const input = load(join(FIXTURES, 'files/lists.py'), 10_000);
  const { exitCode, stdout } = await execa(PYTHON, [BRIDGE], { input });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ id: 1, ok: { missing: {} } });
});

it.skipIf(process.platform === 'win32')('never outlives a parent that was killed by much', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bridge-')), 'hangs.py');
  writeFileSync(file, 'while True:\n    pass\n');
  const { signal } = await execa(PYTHON, [BRIDGE], { input: load(file, 0), reject: false, timeout: 30_000 });
  expect(signal).toBe('SIGALRM');
});

it('keeps what is printed out of the answers', async () => {
  const { stdout, stderr } = await execa(PYTHON, [BRIDGE], {
    input: load(join(FIXTURES, 'partial'), 10_000),
  });
  expect(stdout.split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/a banner on import/);
});

it("writes nothing into the subject's folder", async () => {
  await (await open('complete')).rehearse(small('matmul', 'x', 'y'));
  expect(readdirSync(join(FIXTURES, 'complete'), { recursive: true }).map(String)).not.toContainEqual(
    expect.stringContaining('__pycache__'),
  );
});
