import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { commitTogether } from '../../../community/server/threads/group-commit.ts';
import { StorageError } from '../../../community/server/threads/messages.ts';
import type { Outcome, Write } from '../../../community/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newDocument, newToken } from './_members.ts';
import { ask, joinSomebody, metric, refusal, serve } from './_serve.ts';
import { serveInProcess } from './_serve-process.ts';

const write = (name: string): Write => ({ kind: 'leave', request: { id: name } });
const left: Outcome = { kind: 'left', submissions: 0 };

describe('a group of writes', () => {
  it('is one transaction', () => {
    const sizes: number[] = [];
    const applied = commitTogether(
      [write('a'), write('b')],
      (writes) => {
        sizes.push(writes.length);
        return writes.map(() => left);
      },
      () => undefined,
    );
    expect(applied).toEqual([{ outcome: left }, { outcome: left }]);
    expect(sizes).toEqual([2]);
  });

  it('loses only the one that the store chokes on', () => {
    const apply = (writes: readonly Write[]) => {
      if (writes.some(({ request }) => 'id' in request && request.id === 'bad')) throw new Error('choked');
      return writes.map(() => left);
    };
    const applied = commitTogether([write('a'), write('bad'), write('c')], apply, () => undefined);
    expect(applied.map((each) => 'outcome' in each)).toEqual([true, false, true]);
  });

  it('fails as a whole, and is tried once, where the disk is full', () => {
    let tries = 0;
    const reasons: string[] = [];
    const apply = () => {
      tries++;
      throw new StorageError('database or disk is full', 13);
    };
    const applied = commitTogether([write('a'), write('b')], apply, (reason) => reasons.push(reason));
    expect(applied.every((each) => 'failure' in each)).toBe(true);
    expect([tries, reasons]).toEqual([1, ['the disk is full']]);
  });
});

describe('the writer', () => {
  it('puts what comes at once into one transaction', async () => {
    const server = await serve();
    // Until all have come: a fast writer would find few of them at a time.
    const other = new DatabaseSync(server.file);
    other.exec('BEGIN IMMEDIATE');
    const joining = Promise.all(Array.from({ length: 200 }, () => joinSomebody(server)));
    await pause(50);
    for (let i = 0; i < 20; i++) await ask(server, 'GET', '/v1/stats');
    other.exec('ROLLBACK');
    other.close();
    const answers = await joining;
    expect(answers.every(({ answer }) => answer.status === 200)).toBe(true);
    const numbers = answers.map(({ answer }) => answer.json.builder_number);
    expect(new Set(numbers).size).toBe(200);
    expect(await metric(server, 'tito_writer_batch_size_sum')).toBe(200);
    expect(await metric(server, 'tito_writer_batch_size_count')).toBeLessThan(100);
    expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(200);
  });

  it('holds up no reads while it waits for the disk or another process', async () => {
    const server = await serve();
    const other = new DatabaseSync(server.file);
    other.exec('BEGIN IMMEDIATE');
    const joining = joinSomebody(server);
    await pause(50);
    for (let i = 0; i < 20; i++) expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(0);
    other.exec('ROLLBACK');
    other.close();
    expect((await joining).answer.status).toBe(200);
    expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(1);
  });

  it('says when the file can not be written, loses nothing, and goes on when it can', {
    timeout: 60_000,
  }, async () => {
    const server = await serve();
    await joinSomebody(server);
    const other = new DatabaseSync(server.file);
    other.exec('BEGIN IMMEDIATE');
    const body = newDocument();
    const token = newToken();
    const refused = await ask(server, 'PUT', '/v1/member', { token, body });
    expect([refused.status, refusal(refused).code]).toEqual([503, 'busy']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).not.toContain(server.file);
    expect(server.log()).toContainEqual(expect.objectContaining({ level: 'error', event: 'storage_failed' }));
    other.exec('ROLLBACK');
    other.close();
    const retried = await ask(server, 'PUT', '/v1/member', { token, body });
    expect(retried.json).toMatchObject({ created: true, builder_number: 2 });
  });
});

describe('a server that is told to stop', () => {
  it('finishes what is under way, keeps it, and takes nothing more', async () => {
    const server = await serve();
    const token = newToken();
    const body = JSON.stringify(newDocument());
    const outgoing = request(`${server.url}/v1/member`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    });
    outgoing.write(body.slice(0, 50));
    await pause(100);
    const stopped = server.close();
    await pause(50);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    outgoing.end(body.slice(50));
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    await stopped;
    const next = await serve({ file: server.file });
    expect((await ask(next, 'GET', '/v1/member', { token })).status).toBe(200);
  });

  it('waits for nobody who never finishes', async () => {
    const server = await serve({ times: { stop_ms: 200 } });
    const outgoing = request(`${server.url}/v1/member`, {
      method: 'PUT',
      headers: { 'content-length': 100 },
    });
    outgoing.on('error', () => undefined);
    outgoing.write('x');
    await pause(100);
    await server.close();
    expect(readdirSync(dirname(server.file))).toEqual(['registry.sqlite']);
  });

  it('as a process ends with 0 on the first signal', { timeout: 60_000 }, async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const served = await serveInProcess(['--database', join(temporaryFolder(), 'registry.sqlite')]);
      served.child.kill(signal);
      expect(await served.ended).toEqual({ code: 0, signal: null });
      expect(served.log()).toContain('"event":"stopped"');
    }
  });

  it('as a process ends at once, with 130, on the second', { timeout: 60_000 }, async () => {
    const served = await serveInProcess(['--database', join(temporaryFolder(), 'registry.sqlite')]);
    const headers = { 'content-length': 100 };
    const outgoing = request(`${served.url}/v1/member`, { method: 'PUT', headers });
    outgoing.on('error', () => undefined);
    outgoing.write('x');
    await pause(100);
    served.child.kill('SIGINT');
    await pause(500);
    expect(served.child.exitCode).toBeNull();
    served.child.kill('SIGINT');
    expect(await served.ended).toEqual({ code: 130, signal: null });
  });
});
