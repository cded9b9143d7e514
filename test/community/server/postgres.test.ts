import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { institutionKey } from '../../../community/contributions.ts';
import { openPostgresStore } from '../../../community/store/postgres-store.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { withDatabase } from '../../support/postgres-cluster.ts';
import { expectRecount } from '../../support/store-contract/recount.ts';
import { newDocument, newToken } from './_members.ts';
import { asText, RawClient } from './_raw-client.ts';
import { ask, joinSomebody, refusal, serve } from './_serve.ts';
import { serveInProcess, startTito } from './_serve-process.ts';

const CONNECTIONS = 12;

/** Joins, and changes what was joined, until it is told to end or the connection breaks. */
async function load(
  port: number,
  acknowledged: Map<string, number>,
  attempted: Set<string>,
  isOver: () => boolean,
) {
  const client = await RawClient.open(port);
  try {
    for (let i = 0; !isOver(); i++) {
      const document = newDocument({ institution_name: `Institution ${i % 7}` });
      const id = document.anonymous_id;
      const headers = { authorization: `Bearer ${newToken()}`, 'content-type': 'application/json' };
      attempted.add(id);
      const joined = await client.request(asText('PUT', '/v1/member', headers, JSON.stringify(document)));
      expect(joined.status).toBe(200);
      acknowledged.set(id, 5);
      const change = JSON.stringify({ progress: { modules_completed: 12 } });
      expect((await client.request(asText('PATCH', '/v1/member', headers, change))).status).toBe(200);
      acknowledged.set(id, 12);
    }
    client.close();
  } catch (error) {
    if (!(error instanceof Error && error.message === 'the connection ended')) throw error;
  }
}

describeWithPostgres('servers on one database', (cluster) => {
  describe('of which one is killed while both are asked', () => {
    it('have all that either acknowledged, and counts that fit', { timeout: 180_000 }, async () => {
      const url = await cluster.newDatabase();
      const acknowledged = new Map<string, number>();
      const attempted = new Set<string>();
      const survivor = await serveInProcess(['--database', url, '--rate-limit', 'off']);
      for (let round = 0; round < 2; round++) {
        const victim = await serveInProcess(['--database', url, '--rate-limit', 'off']);
        const before = acknowledged.size;
        let isOver = false;
        const loads = [victim, survivor].flatMap(({ port }) =>
          Array.from({ length: CONNECTIONS }, () => load(port, acknowledged, attempted, () => isOver)),
        );
        while (acknowledged.size < before + 100) await pause(5);
        await pause(Math.random() * 200);
        victim.child.kill('SIGKILL');
        await victim.ended;
        // What the victim had locked keeps nobody from it.
        const after = acknowledged.size;
        while (acknowledged.size < after + 100) await pause(5);
        isOver = true;
        await Promise.all(loads);
      }
      const store = await openPostgresStore(url);
      for (const [id, modules] of acknowledged)
        expect((await store.member(id))?.modules_completed, id).toBeGreaterThanOrEqual(modules);
      await expectRecount(store, attempted, institutionKey);
      await store.close();
      expect(survivor.log()).not.toContain(cluster.password);
      expect(survivor.log()).not.toContain('"level":"error"');
    });
  });

  it('are one registry: a join at one is seen at the other, and the limits of a member are counted together', async () => {
    const url = await cluster.newDatabase();
    const [one, other] = [
      await serve({ database: url, reads_per_minute: 40 }),
      await serve({ database: url, reads_per_minute: 40 }),
    ];
    const { token, answer } = await joinSomebody(one);
    expect(answer.status).toBe(200);
    expect((await ask(other, 'GET', '/v1/member', { token })).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 60; i++)
      statuses.push((await ask(i % 2 ? one : other, 'GET', '/v1/stats', { token })).status);
    const allowed = statuses.filter((status) => status === 200).length;
    expect(allowed).toBeGreaterThan(20);
    expect(allowed).toBeLessThan(50);
  });

  it('rotate a token for each other', async () => {
    const url = await cluster.newDatabase();
    const [one, other] = [await serve({ database: url }), await serve({ database: url })];
    const { token } = await joinSomebody(one);
    const next = newToken();
    expect((await ask(one, 'POST', '/v1/member/token', { token, body: { token: next } })).status).toBe(200);
    expect((await ask(other, 'GET', '/v1/member', { token: next })).status).toBe(200);
  });
});

describeWithPostgres('a server whose database', (cluster) => {
  it('is stopped refuses with a time to come back, and goes on when it is there again', {
    timeout: 60_000,
  }, async () => {
    const url = await cluster.newDatabase();
    const server = await serve({ database: url, reads_per_minute: 6000 });
    const { token } = await joinSomebody(server);
    await cluster.stop();
    const answers = [
      await ask(server, 'GET', '/v1/stats'),
      await ask(server, 'GET', '/v1/member', { token }),
      await ask(server, 'PATCH', '/v1/member', { token, body: { progress: { modules_completed: 3 } } }),
      (await joinSomebody(server)).answer,
      await ask(server, 'POST', '/v1/submissions', {
        ...{
          token,
          body: gzipSync('{}'),
          headers: {
            'idempotency-key': 'k'.repeat(16),
            'content-encoding': 'gzip',
            'content-type': 'application/json',
          },
        },
      }),
      await ask(server, 'GET', '/readyz'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(refusal(answer).code).toBe('busy');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
    expect((await ask(server, 'GET', '/metrics')).text).toContain('tito_members Nan');
    await cluster.start();
    await expect
      .poll(async () => (await ask(server, 'GET', '/readyz')).status, { timeout: 10_000 })
      .toBe(200);
    expect((await ask(server, 'GET', '/v1/member', { token })).status).toBe(200);
    expect((await joinSomebody(server)).answer.status).toBe(200);
    const trouble = server.log().filter(({ event }) => event === 'storage_failed');
    expect(trouble.length).toBeGreaterThan(0);
    expect(server.logText()).not.toContain(cluster.password);
    expect(answers.map(({ text }) => text).join()).not.toContain(cluster.password);
  });

  it('can’t be used is not served, and says why', { timeout: 60_000 }, async () => {
    const url = new URL(await cluster.newDatabase());
    url.password = 'a-guess';
    const wrong = startTito(['--database', url.href]);
    expect(await wrong.ended).toMatchObject({ code: 5 });
    expect(wrong.log()).toContain('its password is not the right one');
    expect(wrong.log()).not.toContain('a-guess');
    url.port = '1';
    const nowhere = startTito(['--database', url.href]);
    expect(await nowhere.ended).toMatchObject({ code: 5 });
    expect(nowhere.log()).toContain('nothing listens there');
    const newer = await cluster.newDatabase();
    await (await openPostgresStore(newer)).close();
    await withDatabase(newer, (sql) => sql.unsafe('INSERT INTO tito.migration (number) VALUES (99)'));
    const old = startTito(['--database', newer]);
    expect(await old.ended).toMatchObject({ code: 3 });
    expect(old.log()).toContain('newer tito');
    expect(old.log()).not.toContain(cluster.password);
  });
});
