import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgresStore, type PostgresOptions } from '../../../community/store/postgres-store.ts';
import { TitoError } from '../../../src/errors.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { holdConnection, withDatabase } from '../../support/postgres-cluster.ts';
import { ALL, join as joinAs, joining, START } from '../../support/store-contract/requests.ts';

async function failure(opening: Promise<unknown>): Promise<TitoError> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error('it was opened');
}
const allOf = (error: TitoError) =>
  [error.message, error.hint, JSON.stringify(error.details), error.stack].join('\n');

describeWithPostgres('a database', (cluster) => {
  const open = async (url: string, options: PostgresOptions = {}) => {
    const store = await openPostgresStore(url, options);
    onTestFinished(() => store.close());
    return store;
  };

  describe('that is opened', () => {
    it('gets its schema once, however many open it at once', async () => {
      const url = await cluster.newDatabase();
      const stores = await Promise.all(Array.from({ length: 6 }, () => open(url, { connections: 1 })));
      const secrets = await Promise.all(stores.map((store) => store.secret()));
      expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
    });

    it('of a newer tito is left as it is', async () => {
      const url = await cluster.newDatabase();
      await (await open(url)).close();
      await withDatabase(url, (sql) => sql.unsafe('INSERT INTO tito.migration (number) VALUES (99)'));
      const error = await failure(open(url));
      expect(error).toMatchObject({ code: 'registry_newer', details: { found: '99' } });
      expect(allOf(error)).not.toContain(cluster.password);
    });

    it('with a schema `tito` of another program is left as it is', async () => {
      const url = await cluster.newDatabase();
      await withDatabase(url, (sql) => sql.unsafe('CREATE SCHEMA tito; CREATE TABLE tito.song (name text)'));
      expect((await failure(open(url))).message).toContain('of another program');
      const tables = await withDatabase(url, (sql) =>
        sql.unsafe("SELECT FROM pg_tables WHERE schemaname = 'tito'"),
      );
      expect(tables).toHaveLength(1);
    });

    it('by a user who may make no schema uses the one that was made for it', async () => {
      const url = await cluster.newDatabase();
      await withDatabase(url, (sql) =>
        sql.unsafe(`CREATE ROLE plain LOGIN PASSWORD 'plain'; CREATE SCHEMA tito AUTHORIZATION plain`),
      );
      const as = new URL(url);
      [as.username, as.password] = ['plain', 'plain'];
      expect((await joinAs(await open(as.href), 'ada')).number).toBe(1);
      const other = new URL(await cluster.newDatabase());
      [other.username, other.password] = ['plain', 'plain'];
      expect(await failure(open(other.href))).toMatchObject({
        code: 'registry_unusable',
        details: { reason: 'its user may not do that' },
      });
    });

    it('with a wrong password, a wrong name or a wrong place is told of without the password', async () => {
      const url = new URL(await cluster.newDatabase());
      const changed = (change: (url: URL) => void) => {
        const other = new URL(url);
        change(other);
        return failure(open(other.href));
      };
      const password = 'a-guess%40';
      const wrong = await changed((other) => (other.password = password));
      expect(wrong).toMatchObject({
        code: 'registry_unusable',
        details: {
          reason: 'its password is not the right one',
          registry: `postgres://tito@${url.host}${url.pathname}`,
        },
      });
      expect(allOf(wrong)).not.toContain('a-guess');
      const missing = await changed((other) => (other.pathname = '/nothing'));
      expect(missing).toMatchObject({
        code: 'registry_unusable',
        details: { reason: 'there is no such database' },
      });
      const nowhere = await changed((other) => (other.port = '1'));
      expect(nowhere).toMatchObject({
        code: 'registry_unreachable',
        details: { reason: 'nothing listens there' },
      });
      const unknown = await changed((other) => (other.hostname = 'no-such-host.invalid'));
      expect(unknown.code).toBe('registry_unreachable');
      for (const error of [missing, nowhere, unknown]) expect(allOf(error)).not.toContain(cluster.password);
    });

    it('by several hosts is the first of them that answers', async () => {
      const url = await cluster.newDatabase();
      const store = await open(url.replace('@127.0.0.1', '@127.0.0.1:1,127.0.0.1'));
      expect((await joinAs(store, 'ada')).number).toBe(1);
      expect(await store.members(ALL)).toBe(1);
    });

    it.each([
      ['a password with an @ or a / that is not encoded', 'postgres://tito:pa/s@ss@host/db'],
      ['no database', 'postgres://tito:secret-word@host'],
      ['parameters that mean nothing here', 'postgres://tito:secret-word@host/db?options=x'],
      ['a percent sign that stands for nothing', 'postgres://tito:secret-word%zz@host/db'],
    ])('by an address with %s is refused in words without it', async (_, url) => {
      const error = await failure(openPostgresStore(url));
      expect(error.code).toBe('usage');
      for (const part of ['secret-word', 'pa/s', 'ss@']) expect(allOf(error)).not.toContain(part);
    });
  });

  describe('that has no room', () => {
    it('refuses questions beyond those that may wait, and answers the others', async () => {
      const store = await open(await cluster.newDatabase(), { connections: 1, most_waiting: 5 });
      const questions = [
        (i: number) => store.member(`m${i}`),
        // These go together, and no more than five in one statement or waiting for it.
        (i: number) => store.members({ kind: 'cohort', key: `m${i}` }),
      ];
      for (const question of questions) {
        const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => question(i)));
        const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
        expect(refused).toHaveLength(15);
        expect(refused[0]).toMatchObject({ code: 'busy', details: { retry_after_s: '1' } });
      }
      const same = Array.from({ length: 20 }, () => store.members(ALL));
      expect(await Promise.all(same)).toEqual(Array.from({ length: 20 }, () => 0));
      const written = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => joinAs(store, `m${i}`)));
      const done = written.filter(({ status }) => status === 'fulfilled').length;
      expect(done).toBeLessThan(20);
      expect(await store.members(ALL)).toBe(done);
    });

    it('refuses while all of its connections are taken, and answers again', { timeout: 60_000 }, async () => {
      const url = await cluster.newDatabase();
      const store = await open(url, { connections: 2 });
      const takers = await Promise.all(Array.from({ length: 80 }, () => holdConnection(url)));
      const held = takers.filter((release) => release !== null);
      expect(held.length).toBeLessThan(80);
      await expect(store.members(ALL)).rejects.toMatchObject({ code: 'busy' });
      await expect(joinAs(store, 'ada')).rejects.toMatchObject({ code: 'busy' });
      expect(await failure(openPostgresStore(url))).toMatchObject({
        message: expect.stringContaining('no connection left'),
      });
      for (const release of held) await release();
      await expect.poll(() => store.members(ALL).catch(() => -1)).toBe(0);
      expect((await joinAs(store, 'ada')).number).toBe(1);
    });

    it('gives up an answer that does not come, and asks anew', async () => {
      const url = await cluster.newDatabase();
      const troubles: string[] = [];
      const store = await open(url, {
        connections: 1,
        limit_ms: 300,
        onTrouble: (reason) => troubles.push(reason),
      });
      await store.members(ALL);
      await withDatabase(url, (sql) =>
        sql.begin(async (locking) => {
          await locking.unsafe('LOCK TABLE tito.scope IN ACCESS EXCLUSIVE MODE');
          await expect(store.members(ALL)).rejects.toMatchObject({ code: 'busy' });
        }),
      );
      expect(await store.members(ALL)).toBe(0);
      expect(troubles).toEqual(['there is no answer']);
    });
  });

  describe('that is stopped', () => {
    it.each(['fast', 'immediate'] as const)(
      '(%s) refuses, and is asked again when it is back',
      {
        timeout: 60_000,
      },
      async (how) => {
        const url = await cluster.newDatabase();
        const troubles: string[] = [];
        const store = await open(url, { connections: 3, onTrouble: (reason) => troubles.push(reason) });
        await joinAs(store, 'ada');
        const acknowledged = new Set<string>();
        let isOver = false;
        const writing = Array.from({ length: 4 }, async (_, w) => {
          for (let i = 0; !isOver; i++) {
            const joined = await joinAs(store, `w${w} ${i}`).catch((cause: unknown) => cause);
            if (joined instanceof TitoError)
              expect(joined).toMatchObject({ code: 'busy', details: { retry_after_s: '2' } });
            else if (joined instanceof Error) throw joined;
            else acknowledged.add(joining(`w${w} ${i}`).id);
          }
        });
        await expect.poll(() => acknowledged.size).toBeGreaterThan(20);
        await cluster.stop(how);
        await expect(store.members(ALL)).rejects.toMatchObject({ code: 'busy' });
        await expect(store.write('leave', { id: joining('ada').id })).rejects.toMatchObject({ code: 'busy' });
        await cluster.start();
        const before = acknowledged.size;
        await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before + 20);
        isOver = true;
        await Promise.all(writing);
        for (const id of acknowledged) expect(await store.member(id)).not.toBeNull();
        expect(await store.members(ALL)).toBeGreaterThan(acknowledged.size);
        expect(troubles.length).toBeGreaterThan(0);
        expect(troubles.join()).not.toContain(cluster.password);
      },
    );
  });

  describe('a write', () => {
    it('that can’t be done takes none of those beside it with it', async () => {
      const store = await open(await cluster.newDatabase());
      const joined = await Promise.allSettled(
        ['ada', 'ben', 'cleo'].map((name) =>
          store.write('join', joining(name, name === 'ben' ? { joined_at: START + 0.5 } : {})),
        ),
      );
      expect(joined.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await store.members(ALL)).toBe(2);
      expect(await store.version()).toBe(2);
    });
  });
});
