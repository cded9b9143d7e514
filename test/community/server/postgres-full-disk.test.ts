import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Cluster, programs, startCluster, withDatabase } from '../../support/postgres-cluster.ts';
import { ask, joinSomebody, refusal, type Served, serve } from './_serve.ts';

const DISK_MB = 128;
const AT_ONCE = 16;
const MOST_JOINS = 20_000;

/** Whether a disk of a size of one's own can be had here. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tito-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tito', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

async function served() {
  // Of a write-ahead log of a size that fits.
  const cluster = await startCluster({ min_wal_size: '32MB', max_wal_size: '32MB' }, DISK_MB);
  onTestFinished(() => cluster.remove());
  const database = await cluster.newDatabase();
  return { cluster, database, server: await serve({ database, reads_per_minute: null }) };
}

/** Fills the disk but for some bytes. @returns makes room again */
function fillDisk({ data }: Cluster, free_bytes: number): () => void {
  const ballast = join(data, 'ballast');
  const { bavail, bsize } = statfsSync(data);
  writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - free_bytes)));
  return () => rmSync(ballast);
}

/** Members join, some at once, until one is refused. @returns the tokens of those who joined, and the refusal */
async function joinUntilRefused(server: Served) {
  const tokens: string[] = [];
  while (tokens.length < MOST_JOINS) {
    const joined = await Promise.all(Array.from({ length: AT_ONCE }, () => joinSomebody(server)));
    tokens.push(...joined.filter(({ answer }) => answer.status === 200).map(({ token }) => token));
    const refused = joined.find(({ answer }) => answer.status !== 200);
    if (refused) return { tokens, refused: refused.answer };
  }
  throw new Error('the disk is not full');
}

const isReady = async (server: Served) => (await ask(server, 'GET', '/readyz')).status;
const reasons = (server: Served) =>
  server.log().flatMap((line) => (line.event === 'storage_failed' ? [line.reason] : []));

/** Whoever was told that it joined is a member, and others can join. */
async function expectAllThere(server: Served, tokens: readonly string[]) {
  const timeout = 20_000;
  await expect.poll(() => isReady(server), { timeout }).toBe(200);
  await expect.poll(async () => (await joinSomebody(server)).answer.status, { timeout }).toBe(200);
  const answers = await Promise.all(tokens.map((token) => ask(server, 'GET', '/v1/member', { token })));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect((await ask(server, 'GET', '/v1/stats')).json.total).toBeGreaterThan(tokens.length);
}

if (programs() === null && process.env.CI === 'true') throw new Error('Postgres is not installed');
const IS_POSSIBLE = programs() !== null && mayMount();
const title = `a server whose Postgres has a full disk${IS_POSSIBLE ? '' : ' (skipped: only root may have a disk to fill)'}`;

describe.skipIf(!IS_POSSIBLE)(title, () => {
  it('refuses writes, goes on reading, loses nothing, and goes on by itself', {
    timeout: 120_000,
  }, async () => {
    const { cluster, server } = await served();
    const makeRoom = fillDisk(cluster, 300_000);
    const { tokens, refused } = await joinUntilRefused(server);
    expect(tokens.length).toBeGreaterThan(AT_ONCE);
    expect(refused.status).toBe(503);
    expect(refusal(refused).code).toBe('busy');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reasons(server)).toContain('its disk is full');
    for (const path of ['/', '/v1/stats', '/readyz'])
      expect((await ask(server, 'GET', path)).status, path).toBe(200);
    const [token = ''] = tokens;
    expect((await ask(server, 'GET', '/v1/member', { token })).status).toBe(200);
    makeRoom();
    await expectAllThere(server, tokens);
  });

  it('outlives it where the write-ahead log has no room and Postgres ends', {
    timeout: 120_000,
  }, async () => {
    const { cluster, database, server } = await served();
    const joined = await Promise.all(Array.from({ length: AT_ONCE }, () => joinSomebody(server)));
    const makeRoom = fillDisk(cluster, 0);
    // The next entry of the log needs a new file.
    await withDatabase(database, (sql) => sql`SELECT pg_switch_wal()`).catch(() => null);
    const { tokens, refused } = await joinUntilRefused(server);
    expect(refused.status).toBe(503);
    expect(await isReady(server)).toBe(503);
    makeRoom();
    await cluster.stop();
    await cluster.start();
    await expectAllThere(server, [...joined.map(({ token }) => token), ...tokens]);
  });
});
