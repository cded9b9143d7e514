import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { TitoError } from '../../../src/errors.ts';
import { REPOSITORY } from '../../support/context.ts';
import { ALL, join as joinAs, joining, START } from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const failure = (act: () => unknown): TitoError => {
  try {
    act();
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error('it was opened');
};

/** A database of somebody's, with what is in it before anything is opened. */
function databaseWith(sql: string) {
  const file = join(temporaryFolder(), 'some.db');
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return { file, bytes: readFileSync(file) };
}

async function registry() {
  const file = join(temporaryFolder(), 'registry.db');
  const store = openSqliteStore(file);
  await joinAs(store, 'ada');
  await store.close();
  return file;
}

describe('a registry’s file', () => {
  it('is made with its folders, for its owner only', async () => {
    const file = join(temporaryFolder(), 'a/b/registry.db');
    const store = openSqliteStore(file);
    expect([file, `${file}-wal`].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
    await store.close();
  });

  it('keeps its members, and its schema when it is opened again', async () => {
    const file = await registry();
    const store = openSqliteStore(file);
    onTestFinished(() => store.close());
    expect(await store.members(ALL)).toBe(1);
  });

  it('may be an empty one that is there', async () => {
    const file = join(temporaryFolder({ 'registry.db': '' }), 'registry.db');
    const store = openSqliteStore(file);
    onTestFinished(() => store.close());
    expect(await store.members(ALL)).toBe(0);
  });

  it('of a newer tito is left as it is', () => {
    const { file, bytes } = databaseWith(
      'PRAGMA application_id = 0x7469746f; PRAGMA user_version = 99; CREATE TABLE t (a)',
    );
    const error = failure(() => openSqliteStore(file));
    expect(error).toMatchObject({ code: 'registry_newer', details: { registry: file, found: '99' } });
    expect(readFileSync(file)).toEqual(bytes);
  });

  it('of another program is left as it is', () => {
    const { file, bytes } = databaseWith('CREATE TABLE moz_places (id INTEGER)');
    const error = failure(() => openSqliteStore(file));
    expect(error.message).toContain('it is a database of another program');
    expect(readFileSync(file)).toEqual(bytes);
  });

  it.each([
    ['text', 'dear diary, '.repeat(200), 'it is no SQLite database'],
    ['too short for one', 'x', 'it is no SQLite database'],
  ])('that is no database (%s) is left as it is', (_, content, reason) => {
    const file = join(temporaryFolder({ 'registry.db': content }), 'registry.db');
    const error = failure(() => openSqliteStore(file));
    expect(error).toMatchObject({ code: 'registry_unusable', details: { reason } });
    expect(error.hint).not.toBe('undefined');
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('cannot be a folder, nor lie below a file', () => {
    const folder = temporaryFolder({ file: '' });
    expect(failure(() => openSqliteStore(folder)).details.reason).toBe('it is a folder');
    const below = failure(() => openSqliteStore(join(folder, 'file/registry.db')));
    expect(below.details.reason).toBe('a part of its path is a file, not a folder');
    expect(failure(() => openSqliteStore('/dev/null')).details.reason).toBe('it is no ordinary file');
  });

  it('has to be there for one who only reads', async () => {
    const file = join(temporaryFolder(), 'registry.db');
    const error = failure(() => openSqliteStore(file, { readOnly: true }));
    expect(error.details.reason).toBe('there is no such file');
    const store = openSqliteStore(await registry(), { readOnly: true });
    onTestFinished(() => store.close());
    expect(await store.members(ALL)).toBe(1);
    await expect(store.write('join', joining('ben'))).rejects.toMatchObject({ code: 'registry_unusable' });
  });

  it('that is damaged is told of, by reads as well', async () => {
    const file = await registry();
    const plain = new DatabaseSync(file, { readOnly: true });
    const page = Number(
      plain.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'tally'").get()?.rootpage,
    );
    plain.close();
    writeFileSync(file, readFileSync(file).fill(0x5a, (page - 1) * 4096, page * 4096));
    const store = openSqliteStore(file);
    onTestFinished(() => store.close());
    await expect(store.members(ALL)).rejects.toMatchObject({
      code: 'registry_unusable',
      details: { registry: file, reason: 'its file is damaged' },
    });
  });

  it('that may only be read can’t be written', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const file = join(folder, 'registry.db');
    const store = openSqliteStore(file);
    await store.close();
    chmodSync(file, 0o444);
    mkdirSync(join(folder, 'closed'), { mode: 0o555 });
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const say = (path: string) =>
      execFileSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { openSqliteStore } from '${REPOSITORY}/community/store/sqlite-store.ts';
           try { openSqliteStore('${path}'); } catch (e) { console.log(e.code, '|', e.details.reason, '|', e.hint); }`,
        ],
        { ...nobody, cwd: '/', encoding: 'utf8' },
      );
    expect(say(file)).toMatch(/^registry_unusable \| .* \| Make the file and its folder writable/);
    expect(say(join(folder, 'closed/registry.db'))).toMatch(
      /^registry_unusable \| you may not write there \| /,
    );
  });
});

describe('a write', () => {
  it('that another process keeps waiting for too long is refused, and done later', async () => {
    const file = await registry();
    const store = openSqliteStore(file, { busy_ms: 30 });
    onTestFinished(() => store.close());
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.write('join', joining('ben'))).rejects.toMatchObject({
      code: 'registry_unusable',
      details: { reason: 'another process is writing to it for too long' },
    });
    expect(await store.members(ALL)).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    expect((await joinAs(store, 'ben')).number).toBe(2);
  });

  it('that can’t be done takes all of its batch with it, and nothing else', async () => {
    const store = openSqliteStore(join(temporaryFolder(), 'registry.db'));
    onTestFinished(() => store.close());
    const batch = ['ada', 'ben', 'cleo'].map((name) => ({
      kind: 'join' as const,
      request: joining(name, name === 'ben' ? { joined_at: START + 0.5 } : {}),
    }));
    expect(() => store.applyBatch(batch)).toThrow();
    expect(await store.members(ALL)).toBe(0);
    expect(await store.version()).toBe(0);
    const rest = store.applyBatch(batch.filter(({ request }) => Number.isInteger(request.joined_at)));
    expect(rest.map(({ kind }) => kind)).toEqual(['joined', 'joined']);
    expect(await store.members(ALL)).toBe(2);
  });
});
