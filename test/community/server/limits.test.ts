import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AddressKeys } from '../../../community/server/limits/address-keys.ts';
import { Buckets } from '../../../community/server/limits/buckets.ts';
import { clientAddress, networkOf } from '../../../community/server/limits/client-address.ts';
import { policiesFor } from '../../../community/server/limits/policies.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newToken } from './_members.ts';
import { asText, RawClient } from './_raw-client.ts';
import { ask, joinSomebody, metric, refusal, serve } from './_serve.ts';

const NOW = Date.UTC(2026, 8, 14, 12);

describe('a bucket', () => {
  const policy = { capacity: 40, per_second: 1 };
  function open() {
    const clock = { now: NOW };
    const store = openSqliteStore(join(temporaryFolder(), 'limits.sqlite'));
    let writes = 0;
    const counted = {
      write: (...given: Parameters<typeof store.write>) => {
        writes++;
        return store.write(...given);
      },
    } as Pick<typeof store, 'write'>;
    const buckets = new Buckets(counted, () => clock.now);
    return { clock, buckets, store, counted, writes: () => writes };
  }

  it('gives as many tokens as it holds, then what drips in, and asks the store for blocks of them', async () => {
    const { clock, buckets, writes } = open();
    const grants = [];
    for (let i = 0; i < 50; i++) grants.push(await buckets.take('k', policy));
    expect(grants.filter(({ isAllowed }) => isAllowed).length).toBe(40);
    expect(grants[0]).toMatchObject({ limit: 40, remaining: 39, retry_ms: 0 });
    expect(grants[39]).toMatchObject({ isAllowed: true, remaining: 0 });
    expect(grants[40]).toMatchObject({ isAllowed: false, remaining: 0, retry_ms: 1000 });
    // Ten blocks of four, and one that was empty; refusals are remembered.
    expect(writes()).toBe(11);
    expect(buckets.refusedFor('k')).toBe(1000);
    clock.now += 3000;
    expect(buckets.refusedFor('k')).toBe(0);
    const later = [];
    for (let i = 0; i < 5; i++) later.push((await buckets.take('k', policy)).isAllowed);
    expect(later).toEqual([true, true, true, false, false]);
  });

  it('gives no token twice to those who ask at once', async () => {
    const { buckets } = open();
    const grants = await Promise.all(Array.from({ length: 100 }, () => buckets.take('k', policy)));
    expect(grants.filter(({ isAllowed }) => isAllowed).length).toBe(40);
  });

  it('is known after a restart', async () => {
    const { clock, buckets, counted } = open();
    for (let i = 0; i < 41; i++) await buckets.take('k', policy);
    const restarted = new Buckets(counted, () => clock.now);
    expect((await restarted.take('k', policy)).isAllowed).toBe(false);
    expect((await restarted.take('another', policy)).isAllowed).toBe(true);
  });

  it('lets requests through where the store cannot write', async () => {
    const buckets = new Buckets({ write: () => Promise.reject(new Error('disk full')) }, () => NOW);
    expect((await buckets.take('k', policy)).isAllowed).toBe(true);
  });
});

describe('a client', () => {
  const from = (peer: string, forwarded?: string) =>
    ({
      socket: { remoteAddress: peer },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }) as unknown as Parameters<ReturnType<typeof clientAddress>>[0];

  it('is the peer, where no proxy is trusted', () => {
    expect(clientAddress(null)(from('198.51.100.7', '203.0.113.9'))).toBe('198.51.100.7');
    expect(clientAddress(null)(from('::ffff:198.51.100.7'))).toBe('198.51.100.7');
  });

  it('is the rightmost address that no trusted proxy has', () => {
    const of = clientAddress(['10.0.0.0/8', '2001:db8:1::/48']);
    expect(of(from('127.0.0.1', '203.0.113.9'))).toBe('203.0.113.9');
    expect(of(from('::ffff:127.0.0.1', '1.1.1.1, 203.0.113.9, 10.1.2.3'))).toBe('203.0.113.9');
    expect(of(from('2001:db8:1::5', '2001:db8:2::9'))).toBe('2001:db8:2::9');
    // Somebody who asks without the proxy, and names another.
    expect(of(from('198.51.100.7', '203.0.113.9'))).toBe('198.51.100.7');
    expect(of(from('127.0.0.1', 'nonsense'))).toBe('127.0.0.1');
    expect(of(from('127.0.0.1'))).toBe('127.0.0.1');
    for (const range of ['x', '10.0.0.0/33', '10.0.0.0/x', ''])
      expect(() => clientAddress([range])).toThrow();
  });

  it('is a whole /64 where it has IPv6', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::9')).toBe(networkOf('2001:0DB8:0001:2:ffff::1'));
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('64:ff9b::192.0.2.1')).toBe('64:ff9b:0:0::/64');
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  });

  it('has another name each day and in each registry', () => {
    const clock = { now: NOW };
    const keys = new AddressKeys(Buffer.alloc(32, 1), () => clock.now);
    const today = keys.of('192.0.2.1');
    expect(keys.of('192.0.2.1')).toBe(today);
    expect(keys.of('192.0.2.2')).not.toBe(today);
    expect(new AddressKeys(Buffer.alloc(32, 2), () => NOW).of('192.0.2.1')).not.toBe(today);
    clock.now += 86_400_000;
    expect(keys.of('192.0.2.1')).not.toBe(today);
    expect(today).not.toContain('192');
  });
});

describe('limits', () => {
  it('follow from what one member may read', () => {
    const { member, address } = policiesFor(240);
    expect(member).toEqual({
      read: { capacity: 240, per_second: 4 },
      write: { capacity: 60, per_second: 1 },
    });
    expect(address.write).toEqual({ capacity: 3000, per_second: 50 });
  });

  it('are told with each answer, and how long to wait where they are used up', async () => {
    const server = await serve({ reads_per_minute: 4 });
    const { token } = await joinSomebody(server);
    const reads = [];
    for (let i = 0; i < 6; i++) reads.push(await ask(server, 'GET', '/v1/stats', { token }));
    expect(reads.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(reads[0]?.headers.get('ratelimit-limit')).toBe('4');
    expect(reads[0]?.headers.get('ratelimit-remaining')).toBe('3');
    const refused = reads[4];
    expect(refused && refusal(refused).code).toBe('rate_limited');
    const wait = Number(refused?.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(15);
    // Another member at the same address, and writes of the same one, have their own.
    const other = await joinSomebody(server);
    expect((await ask(server, 'GET', '/v1/stats', { token: other.token })).status).toBe(200);
    expect((await ask(server, 'PATCH', '/v1/member', { token, body: {} })).status).toBe(200);
    expect((await ask(server, 'PATCH', '/v1/member', { token, body: {} })).status).toBe(429);
  });

  it('count requests that are refused for another reason, and what is at no path', async () => {
    const server = await serve({ reads_per_minute: 4 });
    const statuses = new Map<number, number>();
    for (let i = 0; i < 240; i++) {
      const { status } = await ask(server, 'GET', i % 2 ? '/v1/nothing' : '/v1/cohort');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // An address may read 200 times a minute here; some tokens drip in meanwhile.
    expect(statuses.get(429)).toBeGreaterThan(10);
    expect(statuses.get(401)).toBeGreaterThanOrEqual(100);
    expect(statuses.get(404)).toBeGreaterThanOrEqual(100);
    expect((await ask(server, 'GET', '/healthz')).status).toBe(200);
    expect((await ask(server, 'GET', '/readyz')).status).toBe(200);
  });

  it('are kept in the database, where nothing of an address or a token is found', async () => {
    const server = await serve({ reads_per_minute: 4, proxies: [] });
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const token = newToken();
    for (let i = 0; i < 6; i++) await ask(server, 'GET', '/v1/stats', { token, headers });
    await server.close();
    const database = new DatabaseSync(server.file, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all());
    database.close();
    const text = JSON.stringify(rows);
    expect(text).toMatch(/read [am] /);
    expect(text).not.toContain('203.0.113');
    expect(text).not.toContain(token);
    expect(server.logText()).not.toContain('203.0.113');
  });

  it('keep a flood of one client from the others', { timeout: 60_000 }, async () => {
    const server = await serve({ reads_per_minute: 2, proxies: [] });
    const flood = asText('GET', '/v1/stats', { 'x-forwarded-for': '203.0.113.1' });
    const clients = await Promise.all(Array.from({ length: 16 }, () => RawClient.open(server.port)));
    let isOver = false;
    const statuses = new Map<number, number>();
    const flooding = clients.map(async (client) => {
      while (!isOver) {
        const { status } = await client.request(flood);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      client.close();
    });
    await pause(300);
    const answers = [];
    for (let i = 0; i < 20; i++) {
      const headers = { 'x-forwarded-for': `203.0.113.${100 + i}` };
      answers.push((await ask(server, 'GET', '/v1/stats', { headers })).status);
    }
    isOver = true;
    await Promise.all(flooding);
    expect(answers).toEqual(Array.from({ length: 20 }, () => 200));
    const refused = statuses.get(429) ?? 0;
    expect(refused).toBeGreaterThan(20 * (statuses.get(200) ?? 0) - 2000);
    // Refused before anything was looked at, and told of in a few lines.
    expect(await metric(server, 'tito_refused_total')).toBeGreaterThan(refused - 1000);
    await server.close();
    expect(server.log().length).toBeLessThan(refused / 2);
  });
});
