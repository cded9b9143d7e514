import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_TITO, ensureDist } from '../support/dist.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { subject } from './_baseline.ts';

beforeAll(ensureDist);

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(words: readonly string[], cwd: string): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [BUILT_TITO, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes) => {
    texts.stdout += bytes;
  });
  child.stderr?.on('data', (bytes) => {
    texts.stderr += bytes;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code, ...texts })) };
}

/** Starts a long baseline and waits until some blocks are finished. */
async function underWay(cwd: string) {
  const running = start(['benchmark', 'baseline', '--subject', subject('correct'), '--budget', '60'], cwd);
  const folder = join(cwd, 'benchmarks');
  const blocks = () => {
    const journal = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.jsonl'));
    return journal ? readFileSync(join(folder, journal), 'utf8').split('"block":').length - 1 : 0;
  };
  await expect.poll(blocks, { timeout: 50_000, interval: 50 }).toBeGreaterThanOrEqual(1);
  return { ...running, folder, blocks: blocks() };
}

describe('an interrupted baseline', () => {
  it('exits with 130 after Ctrl-C, and what was finished is saved and can be rendered', async () => {
    const cwd = temporaryFolder({});
    const { child, ended, folder, blocks } = await underWay(cwd);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('Interrupted');
    const files = readdirSync(folder);
    expect(files).toEqual([expect.stringMatching(/\.json$/)]);
    expect(stderr).toContain(`tito report benchmarks/${files[0]}`);
    const { run } = JSON.parse(readFileSync(join(folder, files[0] ?? ''), 'utf8'));
    expect(run.interrupted).toBe(true);
    expect(run.blocks.length).toBeGreaterThanOrEqual(blocks);
    const again = await start(['report', `benchmarks/${files[0]}`], cwd).ended;
    expect(again).toMatchObject({ code: 0, stdout });
  });

  it('leaves a journal with every finished block when it is killed', async () => {
    const cwd = temporaryFolder({});
    const { child, ended, folder, blocks } = await underWay(cwd);
    child.kill('SIGKILL');
    await ended;
    const files = readdirSync(folder);
    expect(files).toEqual([expect.stringMatching(/\.jsonl$/)]);
    const { code, stdout } = await start(['report', join('benchmarks', files[0] ?? ''), '-f', 'json'], cwd)
      .ended;
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ interrupted: true, subject: { name: 'correct' } });
    expect(report.run.blocks.length).toBeGreaterThanOrEqual(blocks);
  });
});
