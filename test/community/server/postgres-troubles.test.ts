import { expect, it } from 'vitest';
import { describeWithPostgres } from '../../support/postgres.ts';
import { holdConnection, withDatabase } from '../../support/postgres-cluster.ts';
import { ask, joinSomebody, refusal, type Served, serve } from './_serve.ts';

/** What anybody may ask for: a page, reads without and with a token, a change, a join, and whether it is ready. */
async function askAll(server: Served, token: string) {
  return [
    await ask(server, 'GET', '/'),
    await ask(server, 'GET', '/v1/stats'),
    await ask(server, 'GET', '/v1/member', { token }),
    await ask(server, 'PATCH', '/v1/member', { token, body: { progress: { modules_completed: 7 } } }),
    (await joinSomebody(server)).answer,
    await ask(server, 'GET', '/readyz'),
  ];
}

/** All of it is refused for a while, and the log says why, in words without any secret. */
async function expectRefusals(server: Served, token: string, retry_s: number, reason: string) {
  const answers = await askAll(server, token);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refusal(answer).code).toBe('busy');
  }
  // Who writes waits as long as it makes sense; readiness is asked for again and again.
  expect(answers[3]?.headers.get('retry-after')).toBe(`${retry_s}`);
  const told = server.log().flatMap((line) => (line.event === 'storage_failed' ? [line.reason] : []));
  expect(told).toContain(reason);
}

/** It goes on by itself, with all that was there and nothing of what was refused. */
async function expectAnswers(server: Served, token: string) {
  await expect.poll(async () => (await ask(server, 'GET', '/readyz')).status, { timeout: 10_000 }).toBe(200);
  const { json } = await ask(server, 'GET', '/v1/member', { token });
  expect(json.member.progress.modules_completed).toBe(5);
  expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(1);
  for (const answer of await askAll(server, token)) expect(answer.status).toBe(200);
}

describeWithPostgres('a server that runs, on a database', (cluster) => {
  const sqlOn = (url: string, sql: string) => withDatabase(url, (connected) => connected.unsafe(sql));
  /** Ends all connections, as an administrator or a failure of the network does. */
  const disconnect = (url: string) =>
    sqlOn(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  async function served(url: string) {
    const server = await serve({ database: url, reads_per_minute: 6000 });
    const { token } = await joinSomebody(server);
    return { server, token };
  }

  it('that takes another password from now on, waits for the old one', { timeout: 60_000 }, async () => {
    const url = await cluster.newDatabase();
    await sqlOn(url, "CREATE ROLE served LOGIN PASSWORD 'first'; CREATE SCHEMA tito AUTHORIZATION served");
    const address = new URL(url);
    [address.username, address.password] = ['served', 'first'];
    const { server, token } = await served(address.href);
    await sqlOn(url, "ALTER ROLE served PASSWORD 'other'");
    await disconnect(url);
    await expectRefusals(server, token, 10, 'its password is not the right one');
    await sqlOn(url, "ALTER ROLE served PASSWORD 'first'");
    await expectAnswers(server, token);
    expect(server.logText()).not.toMatch(/first|other/);
  });

  it('with no connection left, waits for one', { timeout: 60_000 }, async () => {
    const url = await cluster.newDatabase();
    const { server, token } = await served(url);
    await disconnect(url);
    const held: (() => Promise<void>)[] = [];
    for (;;) {
      const release = await holdConnection(url);
      if (release === null) break;
      held.push(release);
    }
    await expectRefusals(server, token, 2, 'it has no connection left');
    await Promise.all(held.map((release) => release()));
    await expectAnswers(server, token);
    expect(server.logText()).not.toContain(cluster.password);
  });

  it.each([
    [
      'that another tito has changed',
      'its tables are of another version of tito',
      'ALTER TABLE tito.member RENAME joined_at TO began_at; ALTER TABLE tito.meta RENAME value TO number',
      'ALTER TABLE tito.member RENAME began_at TO joined_at; ALTER TABLE tito.meta RENAME number TO value',
    ],
    [
      'whose tables are gone',
      'a table of the registry is gone',
      'ALTER SCHEMA tito RENAME TO gone',
      'ALTER SCHEMA gone RENAME TO tito',
    ],
  ])('%s, waits for what it knows', { timeout: 60_000 }, async (_what, reason, change, back) => {
    const url = await cluster.newDatabase();
    const { server, token } = await served(url);
    await sqlOn(url, change);
    await expectRefusals(server, token, 10, reason);
    await sqlOn(url, back);
    await expectAnswers(server, token);
  });
});
