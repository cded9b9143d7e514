import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, type Serving, type Shell, shell } from './_page-commands.ts';
import { newDocument, newToken } from './community/server/_members.ts';
import { ask } from './community/server/_serve.ts';
import { REPOSITORY } from './support/context.ts';
import { describeWithPostgres } from './support/postgres.ts';
import { programs } from './support/postgres-cluster.ts';

/** The commands of docs/operating.md, as they stand there. */
const PAGE = 'docs/operating.md';
const BLOCKS = blocksOf(PAGE);
const MEMBERS = 6;

/** The one block of a kind that has a text. */
function block(kind: string, part: string): string {
  const found = BLOCKS.filter((each) => each.kind === kind && each.text.includes(part));
  expect(found.length, `blocks '${kind}' with '${part}'`).toBe(1);
  return (found[0] as Block).text;
}

async function join6(url: string): Promise<string[]> {
  const tokens = Array.from({ length: MEMBERS }, newToken);
  for (const token of tokens) {
    const joined = await ask({ url }, 'PUT', '/v1/member', { token, body: newDocument() });
    expect(joined.status).toBe(200);
  }
  return tokens;
}

const membersAt = async ({ url }: Serving): Promise<number> =>
  (await ask({ url }, 'GET', '/v1/stats')).json.total;
const statusOf = async ({ url }: Serving, token: string): Promise<number> =>
  (await ask({ url }, 'GET', '/v1/member', { token })).status;

const hasSqlite3 = async ({ run }: Shell) => (await run('command -v sqlite3 || true')) !== '';

describe('operating a file', () => {
  it('is served, copied while it is, checked and restored as the page says', {
    timeout: 60_000,
  }, async () => {
    const { folder, run, serve } = shell();
    const serving = await serve(block('sh serve', 'class.sqlite'));
    const tokens = await join6(serving.url);
    const metrics = block('sh metrics', '/metrics').replaceAll('http://127.0.0.1:4020', serving.url);
    expect(await run(metrics)).toContain(`tito_members ${MEMBERS}\n`);
    await run(block('sh admin-token', 'class.sqlite'));
    const admin = readFileSync(join(folder, 'admin-token'), 'utf8').trim();
    expect((await ask(serving, 'GET', '/v1/moderation/log', { token: admin })).status).toBe(200);
    await run(block('sh', 'VACUUM INTO'));
    if (await hasSqlite3({ run } as Shell)) await run(block('sh sqlite3', '.backup'));
    const later = await join6(serving.url);
    expect(await membersAt(serving)).toBe(2 * MEMBERS);
    const checked = await run(block('sh', 'integrity_check'));
    expect(checked).toMatch(/^ok\n/);
    expect(checked).toMatch(new RegExp(`\\b${MEMBERS}\\b`));
    expect(statSync(join(folder, 'backup.sqlite')).mode & 0o077).toBe(0);
    expect(await serving.end()).toBe(0);

    await run(block('sh', 'mv class.sqlite* aside/'));
    const restored = await serve(block('sh serve', 'class.sqlite'));
    expect(await membersAt(restored)).toBe(MEMBERS);
    expect(await statusOf(restored, tokens[0] as string)).toBe(200);
    expect(await statusOf(restored, later[0] as string)).toBe(401);
    expect(await restored.end()).toBe(0);
  });

  it('makes the secret that the containers read, in a folder that nobody else may enter', async () => {
    const { folder, run } = shell();
    await run(block('sh', 'secrets/postgres_password'));
    expect(readFileSync(join(folder, 'secrets/postgres_password'), 'utf8')).toMatch(/^[0-9a-f]{48}\n$/);
    expect(statSync(join(folder, 'secrets')).mode & 0o077).toBe(0);
    // Whoever the containers run as.
    expect(statSync(join(folder, 'secrets/postgres_password')).mode & 0o444).toBe(0o444);
  });

  it('tells of exactly the metrics that there are', { timeout: 30_000 }, async () => {
    const { serve } = shell();
    const serving = await serve(block('sh serve', 'class.sqlite'));
    const { text } = await ask(serving, 'GET', '/metrics');
    const there = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    const page = readFileSync(join(REPOSITORY, PAGE), 'utf8');
    const told = new Set(
      [...page.matchAll(/^\| (`tito_.*?) \|/gm)].flatMap(([row]) => row.match(/tito_\w+/g)),
    );
    expect([...told].sort()).toEqual(there.sort());
    expect(await serving.end()).toBe(0);
  });
});

describeWithPostgres('operating Postgres', (cluster) => {
  /** A shell that finds the database where the page's commands expect it. */
  function postgresShell(): Shell {
    const place = programs();
    const { port, password } = cluster;
    const env = { PGHOST: '127.0.0.1', PGPORT: `${port}`, PGUSER: 'tito', PGPASSWORD: password };
    const given = shell(env, place === null ? [] : [place]);
    writeFileSync(join(given.folder, 'password'), `${password}\n`);
    return given;
  }

  it('is set up, dumped while it is served, checked and restored as the page says', {
    timeout: 120_000,
  }, async () => {
    const { run, serve } = postgresShell();
    await run(block('sh postgres', 'createdb tito\n').split('\n')[0] as string);
    const script = block('sh serve postgres', 'TITO_DATABASE_PASSWORD_FILE');
    const serving = await serve(script);
    const tokens = await join6(serving.url);
    await run(block('sh postgres', 'admin-token'));
    const admin = (await run('cat admin-token')).trim();
    expect((await ask(serving, 'GET', '/v1/moderation/log', { token: admin })).status).toBe(200);
    await run(block('sh postgres', 'pg_dump'));
    await join6(serving.url);
    expect(await run(block('sh postgres', 'tito_check'))).toMatch(new RegExp(`^ +${MEMBERS}$`, 'm'));
    expect(await serving.end()).toBe(0);

    await run(block('sh postgres', 'tito_restored'));
    const restored = [await serve(script), await serve(script)] as const;
    for (const each of restored) {
      expect(await membersAt(each)).toBe(MEMBERS);
      expect(await statusOf(each, tokens[0] as string)).toBe(200);
    }
    // What a restored registry counts can be counted on.
    await join6(restored[0].url);
    expect(await membersAt(restored[1])).toBe(2 * MEMBERS);
    for (const each of restored) expect(await each.end()).toBe(0);
  });

  it('takes over what a file has', { timeout: 60_000 }, async () => {
    const { run, serve } = postgresShell();
    const file = await serve(block('sh serve', 'class.sqlite'));
    const [token = ''] = await join6(file.url);
    expect(await file.end()).toBe(0);
    await run(block('sh migrate', 'createdb course'));
    const serving = await serve(
      block('sh serve postgres', 'tito').replace('localhost/tito', 'localhost/course'),
    );
    expect(await statusOf(serving, token)).toBe(200);
    expect(await membersAt(serving)).toBe(MEMBERS);
    expect(await serving.end()).toBe(0);
  });
});

describe('the page', () => {
  it('has no command that is neither run here nor one for containers', () => {
    const kinds = [
      'sh',
      'sh serve',
      'sh metrics',
      'sh admin-token',
      'sh sqlite3',
      'sh migrate',
      'sh postgres',
      'sh serve postgres',
    ];
    const others = BLOCKS.filter(({ kind }) => !kinds.includes(kind)).map(({ kind }) => kind);
    expect([...new Set(others)].sort()).toEqual(['ini', 'sh containers']);
  });
});
