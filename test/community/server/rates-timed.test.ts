import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { LoadResult, LoadSettings } from './_load-process.ts';
import { metric } from './_serve.ts';
import { serveInProcess } from './_serve-process.ts';

const LOAD = fileURLToPath(new URL('./_load-process.ts', import.meta.url));
const CONTROL = fileURLToPath(new URL('./_control-process.ts', import.meta.url));

async function load(settings: LoadSettings): Promise<LoadResult> {
  const child = spawn(process.execPath, [LOAD, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout));
}

async function startControl(): Promise<number> {
  const child = spawn(process.execPath, [CONTROL, join(temporaryFolder(), 'control.sqlite')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(child.stdout, 'data');
  return Number(`${line}`);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

it('joins and reads go on together, at rates that a bare server explains', { timeout: 120_000 }, async () => {
  const control = await startControl();
  const file = join(temporaryFolder(), 'registry.sqlite');
  const server = await serveInProcess(['--database', file, '--rate-limit', 'off']);
  const joins = { connections: 64, duration_ms: 1500, what: 'join' } as const;
  const reads = { connections: 8, duration_ms: 1500, what: 'stats' } as const;
  const { port } = server;
  await Promise.all([control, port].map((each) => load({ ...joins, port: each, duration_ms: 500 })));
  const [bare, mine]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round++) {
    bare.push((await load({ ...joins, port: control })).per_second);
    const result = await load({ ...joins, port });
    expect(Object.keys(result.statuses)).toEqual(['200']);
    mine.push(result.per_second);
  }
  const alone = await load({ ...reads, port });
  const [writing, reading] = await Promise.all([load({ ...joins, port }), load({ ...reads, port })]);
  for (const { statuses } of [alone, writing, reading]) expect(Object.keys(statuses)).toEqual(['200']);

  const sum = await metric(server, 'tito_writer_batch_size_sum');
  const batches = await metric(server, 'tito_writer_batch_size_count');
  // 64 ask at once.
  expect.soft(sum / batches, 'writes in one transaction').toBeGreaterThan(8);
  // A join answers with the ranks in four groups, and counts in five; the control keeps a row.
  expect.soft(median(mine) / median(bare), 'joins beside the control').toBeGreaterThan(0.08);
  expect.soft(reading.per_second / alone.per_second, 'reads while others write').toBeGreaterThan(0.05);
});
