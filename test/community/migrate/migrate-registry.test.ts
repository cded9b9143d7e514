import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memberId, memberToken, writesOf } from '../../../bench/community/population.ts';
import { type MigrateOptions, migrateRegistry } from '../../../community/migrate/migrate-registry.ts';
import { hashToken } from '../../../community/registry/authenticate.ts';
import { openPostgresStore } from '../../../community/store/postgres-store.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Write } from '../../../community/store.ts';
import { GROUP_KINDS } from '../../../src/schema/community/groups.ts';
import { REPOSITORY } from '../../support/context.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { withDatabase } from '../../support/postgres-cluster.ts';
import {
  codeOf,
  hex,
  join as joinAs,
  joining,
  makingClass,
  NOTED,
  START,
  submit,
} from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newDocument, newToken } from '../server/_members.ts';
import { ask, joinSomebody, refusal, serve } from '../server/_serve.ts';

const MEMBERS = 10_000;
const ALL = { kind: 'all', key: '' } as const;

async function classOf(members: number): Promise<string> {
  const file = join(temporaryFolder(), 'class.sqlite');
  const store = openSqliteStore(file);
  const until = Date.UTC(2026, 10, 20);
  const writes: Write[] = [...writesOf({ members, until, secret: await store.secret() })];
  for (let i = 0; i < writes.length; i += 2000) store.applyBatch(writes.slice(i, i + 2000));
  await store.close();
  return file;
}

/** Starts the command and kills it once it said that so many batches are there. */
async function killedAfter(batches: number, file: string, url: string): Promise<string> {
  const words = [join(REPOSITORY, 'bin/tito.ts'), 'community', 'migrate', file, url];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (bytes: Buffer) => {
    log += bytes;
    if (log.split(' members\n').length > batches) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return log;
}

const options = (file: string, url: string): MigrateOptions => ({
  ...{ file, url, pid: 1, now: START, onProgress: () => {}, signal: new AbortController().signal },
});

describeWithPostgres('moving a registry into Postgres', (cluster) => {
  it('moves 10,000 members, interrupted twice, with their tokens, ranks and counts', {
    timeout: 300_000,
  }, async () => {
    const file = await classOf(MEMBERS);
    const url = await cluster.newDatabase();
    const first = await killedAfter(3, file, url);
    expect(first).toContain(' of 10000 members');
    expect(first).not.toContain('10000 of');
    await expect(openPostgresStore(url)).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('not all of it is there'),
    });
    const second = await killedAfter(9, file, url);
    // It went on where the first was.
    expect(Number(/^(\d+) of/.exec(second)?.[1])).toBeGreaterThan(
      Number(/(\d+) of \d+ members\n$/.exec(first)?.[1]),
    );
    const moved = await migrateRegistry(options(file, url));
    expect(moved).toMatchObject({ kind: 'moved', members: MEMBERS });
    expect(moved.counts).toBeGreaterThan(MEMBERS);

    const [before, after] = [openSqliteStore(file, { readOnly: true }), await openPostgresStore(url)];
    for (const kind of GROUP_KINDS) expect(await after.scopes(kind)).toEqual(await before.scopes(kind));
    expect(await after.countScopes('institution')).toBe(await before.countScopes('institution'));
    for (const metric of ['progress', 'overall', 'baseline'] as const)
      expect(await after.page(ALL, metric, null, 'worse', 500)).toEqual(
        await before.page(ALL, metric, null, 'worse', 500),
      );
    for (const number of [1, 77, 4321, MEMBERS]) {
      const member = await after.memberByToken(hashToken(memberToken(number)), START);
      expect(member).toEqual(await before.memberByToken(hashToken(memberToken(number)), START));
      expect(member?.number).toBe(number);
    }
    expect(await after.secret()).toEqual(Buffer.from(await before.secret()));
    await before.close();
    await after.close();

    const server = await serve({ database: url });
    for (const number of [1, 4321, MEMBERS]) {
      const token = memberToken(number);
      expect((await ask(server, 'GET', '/v1/cohort', { token })).status).toBe(200);
      const body = newDocument({ anonymous_id: memberId(number) });
      const joined = await ask(server, 'PUT', '/v1/member', { token, body });
      expect(joined.json).toMatchObject({ created: false, builder_number: number });
      const stranger = await ask(server, 'PUT', '/v1/member', { token: newToken(), body });
      expect([stranger.status, refusal(stranger).code]).toEqual([403, 'wrong_token']);
    }
    expect((await ask(server, 'GET', '/v1/cohort', { token: newToken() })).status).toBe(401);
    expect((await joinSomebody(server)).answer.json).toMatchObject({
      created: true,
      builder_number: MEMBERS + 1,
    });
  });

  describe('with few members', () => {
    async function small() {
      const file = join(temporaryFolder(), 'class.sqlite');
      const store = openSqliteStore(file);
      await store.write('createClass', makingClass('CS249', { frozen_until: START - 1 }));
      const class_id = makingClass('CS249').id;
      const ada = await joinAs(store, 'ada', { institution: 'ETH Zürich', milestones_passed: 2 });
      const ben = await joinAs(store, 'ben', { institution: 'eth zurich' });
      for (const { id } of [ada, ben])
        await store.write('update', { id, at: START + 2000, change: {}, code_sha256: codeOf('CS249') });
      const reason = 'another "section"';
      await store.write('expel', { class_id, member_id: ben.id, reason, at: START + 3000 });
      await joinAs(store, 'cleo');
      await store.write('leave', { id: joining('cleo').id });
      const run = await submit(store, 'ada', 'run', { score: 80, speed: 70 });
      await store.write('review', { submission_id: run.id, status: 'flagged', reason: 'why', at: NOTED });
      await store.write('appoint', { admin_sha256: hex('admin') });
      await store.write('rotate', { id: ada.id, token_sha256: hex('next'), former_until: START + 100 });
      await store.close();
      return { file, ada, run, url: await cluster.newDatabase() };
    }

    it('keeps former tokens, documents, reviews and idempotency keys; numbers are not given again', async () => {
      const { file, url, ada, run } = await small();
      await migrateRegistry(options(file, url));
      const store = await openPostgresStore(url);
      expect((await store.memberByToken(ada.token_sha256, START + 99))?.id).toBe(ada.id);
      expect((await store.memberByToken(hex('next'), START + 999))?.id).toBe(ada.id);
      expect(await store.submission(run.id)).toMatchObject({ status: 'flagged', reason: 'why' });
      expect(await store.moderations({ before: null, limit: 9 })).toMatchObject([
        { member_id: ada.id, submission_id: run.id, action: 'flag', reason: 'why', at: NOTED },
      ]);
      expect(await store.adminToken()).toBe(hex('admin'));
      expect(`${Buffer.from((await store.document(run.id)) ?? [])}`).toBe('document run');
      expect((await joinAs(store, 'dora')).number).toBe(4);
      const { id: class_id, admin_sha256 } = makingClass('CS249');
      expect(await store.classByToken(admin_sha256)).toEqual(
        makingClass('CS249', { frozen_until: START - 1 }),
      );
      expect((await store.roster(class_id, '', 9)).map(({ id }) => id)).toEqual([ada.id]);
      expect(await store.members({ kind: 'class', key: class_id })).toBe(1);
      const ben = await store.member(joining('ben').id);
      expect(ben?.class_removal).toEqual({ class_id, reason: 'another "section"', at: START + 3000 });
      await store.close();
    });

    it('says so where it was moved before, and leaves a database with members of its own alone', async () => {
      const { file, url } = await small();
      await migrateRegistry(options(file, url));
      const again = migrateRegistry(options(file, url));
      await expect(again).rejects.toThrow('this registry was moved into it before');
      const other = (await small()).file;
      await expect(migrateRegistry(options(other, url))).rejects.toThrow('it has 2 members of its own');
      const taken = await cluster.newDatabase();
      const store = await openPostgresStore(taken);
      await joinAs(store, 'zoe');
      await store.close();
      await expect(migrateRegistry(options(file, taken))).rejects.toThrow('it has 1 members of its own');
      const classed = await cluster.newDatabase();
      const empty = await openPostgresStore(classed);
      await empty.write('createClass', makingClass('CS101'));
      await empty.close();
      await expect(migrateRegistry(options(file, classed))).rejects.toThrow('it has 1 classes of its own');
    });

    it('refuses a file that is served, and one that is not there', async () => {
      const { file, url } = await small();
      await serve({ file });
      await expect(migrateRegistry(options(file, url))).rejects.toMatchObject({ code: 'registry_in_use' });
      const missing = migrateRegistry(options(join(temporaryFolder(), 'none.sqlite'), url));
      await expect(missing).rejects.toThrow('there is no such file');
    });

    it('begins anew where the file changed after an interruption', async () => {
      const { file, url } = await small();
      const interrupted = new AbortController();
      interrupted.abort();
      const first = await migrateRegistry({ ...options(file, url), signal: interrupted.signal });
      expect(first.kind).toBe('interrupted');
      const store = openSqliteStore(file);
      await store.write('leave', { id: joining('ben').id });
      await store.close();
      expect(await migrateRegistry(options(file, url))).toMatchObject({ kind: 'moved', members: 1 });
    });

    it('finds a count that is wrong in the end', async () => {
      const { file, url } = await small();
      const interrupted = new AbortController();
      interrupted.abort();
      await migrateRegistry({ ...options(file, url), signal: interrupted.signal });
      // Somebody puts a count of their own into it.
      await withDatabase(url, (sql) =>
        sql.unsafe(
          `INSERT INTO tito.scope VALUES ('${'0'.repeat(32)}', 'cohort', 'Fall 1999', 'Fall 1999', 1)`,
        ),
      );
      await expect(migrateRegistry(options(file, url))).rejects.toThrow('1 of its counts are not');
      await expect(openPostgresStore(url)).rejects.toThrow('not all of it is there');
    });
  });
});
