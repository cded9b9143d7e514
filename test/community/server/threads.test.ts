import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../../support/context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ask, joinSomebody, metric, refusal, serve } from './_serve.ts';

/** A root whose threads are the real ones, with something added that goes wrong when it is told to. */
const rootWith = (files: Record<string, string>) =>
  temporaryFolder({
    'community/server/writer-worker.ts': `import '${join(REPOSITORY, 'community/server/writer-worker.ts')}';`,
    'community/server/checker-worker.ts': `import '${join(REPOSITORY, 'community/server/checker-worker.ts')}';`,
    ...files,
  });

const CRASHING_WRITER = `
  import { existsSync, rmSync } from 'node:fs';
  import '${join(REPOSITORY, 'community/server/writer-worker.ts')}';
  const file = new URL('./crash', import.meta.url);
  setInterval(() => {
    if (!existsSync(file)) return;
    rmSync(file);
    throw new Error('told to');
  }, 10).unref();
`;

/** Answers at once, unless it is told to compute forever, to take all memory, or to fail. */
const STRANGE_CHECKER = `
  import { parentPort } from 'node:worker_threads';
  parentPort.on('message', (order) => {
    if (order.kind !== 'submit') return;
    const { id, key } = order.job;
    if (key.startsWith('forever')) for (;;);
    if (key.startsWith('memory')) for (const all = [];;) all.push(Array.from({ length: 1e6 }, () => ({})));
    if (key.startsWith('crash')) throw new Error('told to');
    parentPort.postMessage({ kind: 'answer', id, answer: { key } });
  });
  parentPort.postMessage({ kind: 'ready' });
`;

describe('a writer that ends by itself', () => {
  it('is started again, once; after that the server is not ready, and still answers what it can read', {
    timeout: 60_000,
  }, async () => {
    const root = rootWith({ 'community/server/writer-worker.ts': CRASHING_WRITER });
    const server = await serve({ root });
    const crash = async (ends: number) => {
      writeFileSync(join(root, 'community/server/crash'), '');
      while ((await metric(server, 'tito_thread_ends_total{thread="writer"}')) !== ends) await pause(20);
    };
    await joinSomebody(server);
    await crash(1);
    while ((await ask(server, 'GET', '/readyz')).status !== 200) await pause(20);
    expect((await joinSomebody(server)).answer.json.builder_number).toBe(2);
    await crash(2);
    await pause(300);
    const ready = await ask(server, 'GET', '/readyz');
    expect([ready.status, refusal(ready).code]).toEqual([503, 'busy']);
    const { answer } = await joinSomebody(server);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(2);
    expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
    const ends = server.log().filter(({ event }) => event === 'writer_ended');
    expect(ends).toMatchObject([
      { level: 'error', is_restarted: true },
      { level: 'error', is_restarted: false },
    ]);
  });
});

describe('checking', () => {
  const submit = (server: { url: string }, token: string, key: string) =>
    ask(server, 'POST', '/v1/submissions', { token, body: '{}', headers: { 'idempotency-key': key } });

  it('that finds no end is ended, and what comes after it is checked', { timeout: 60_000 }, async () => {
    const root = rootWith({ 'community/server/checker-worker.ts': STRANGE_CHECKER });
    const server = await serve({ root, check_ms: 1500 });
    const { token } = await joinSomebody(server);
    const all = await Promise.all(
      ['fine-at-first', 'forever-and-ever', 'memory-for-all', 'crash-at-once', 'fine-at-last'].map((key) =>
        submit(server, token, key),
      ),
    );
    expect(all.map(({ status }) => status)).toEqual([200, 422, 422, 503, 200]);
    expect(all[1] && refusal(all[1]).details.reasons).toContain('took longer than 1.5 s');
    expect(server.log().filter(({ event }) => event === 'checker_ended').length).toBeGreaterThanOrEqual(1);
  });

  it('lets only so many wait, and others are served meanwhile', { timeout: 60_000 }, async () => {
    const root = rootWith({ 'community/server/checker-worker.ts': STRANGE_CHECKER });
    const server = await serve({ root, times: { stop_ms: 100 } });
    const { token } = await joinSomebody(server);
    const submissions = Array.from({ length: 70 }, (_, i) =>
      submit(server, token, `forever-${i}`).catch(() => null),
    );
    const first = await Promise.race(submissions);
    expect([first?.status, first && refusal(first).code]).toEqual([503, 'busy']);
    expect(first?.headers.get('retry-after')).toBe('5');
    expect(await metric(server, 'tito_submissions_waiting')).toBe(64);
    expect((await ask(server, 'GET', '/v1/stats')).status).toBe(200);
    await server.close();
    await Promise.all(submissions);
  });
});
