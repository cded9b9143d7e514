/** A Postgres of one's own: in a temporary folder, on a free port of this machine, gone when it is removed. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';

export interface Cluster {
  /** Its folder of data. */
  data: string;
  port: number;
  password: string;
  /** URL of an empty database that is made now. */
  newDatabase: () => Promise<string>;
  /** What Postgres wrote to its log. */
  log: () => string;
  /** As an operator stops it; `immediate` as if its machine had lost power. */
  stop: (how?: 'fast' | 'immediate') => Promise<void>;
  /** On the same port, with what it had. */
  start: () => Promise<void>;
  /** Stops it, and nothing of it is left. */
  remove: () => Promise<void>;
}

export const ABSENT = 'Postgres is not installed: apt-get install postgresql';

const FOLDERS = '/usr/lib/postgresql';
const USER = 'tito';

/** Folder of `initdb` and `postgres`; null where there is none. */
export function programs(): string | null {
  const versions = existsSync(FOLDERS) ? readdirSync(FOLDERS).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map((version) => join(FOLDERS, version, 'bin')), ...pathFolders()];
  return (
    places.find((place) => ['initdb', 'postgres'].every((name) => existsSync(join(place, name)))) ?? null
  );
}
const pathFolders = () => (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');

/** Postgres does not run as root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const entries = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = ['postgres', 'nobody']
    .map((name) => entries.find((line) => line.startsWith(`${name}:`)))
    .find((line) => line !== undefined);
  const [, , uid = 65_534, gid = 65_534] = (entry ?? '::65534:65534').split(':').map(Number);
  return { uid, gid };
}

/**
 * @param given settings of the server, by name
 * @param disk_mb size of a disk of its own, in MiB; only root may have one
 * @throws Error where Postgres is not installed
 */
export async function startCluster(
  given: Readonly<Record<string, string>> = {},
  disk_mb: number | null = null,
): Promise<Cluster> {
  const place = programs();
  if (place === null) throw new Error(ABSENT);
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'tito-postgres-'));
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  const removeFolder = () => {
    if (disk_mb !== null) spawnSync('umount', [data]);
    rmSync(folder, { recursive: true, force: true });
  };
  writeFileSync(passwordFile, password);
  mkdirSync(data);
  if (disk_mb !== null)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${disk_mb}m`, 'tito', data], { stdio: 'pipe' });
  for (const path of [folder, passwordFile, data]) {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
  }
  // A language of its own, so that an order that was left to it is found out.
  const words = ['-D', data, '-U', USER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8'];
  const language = ['--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8'];
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  execFileSync(join(place, 'initdb'), [...words, ...language, '--no-sync'], {
    ...user,
    env,
    stdio: 'pipe',
    cwd: folder,
  });
  const port = await freePort();
  let child: ChildProcess | null = null;
  let log = '';
  let databases = 0;
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  const start = async () => {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      fsync: 'off',
      max_connections: '60',
      ...given,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    child = spawn(join(place, 'postgres'), ['-D', data, '-p', `${port}`, ...options], {
      ...user,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      log += bytes;
    });
    for (;;) {
      if (child.exitCode !== null) throw new Error(`Postgres ended: ${log}`);
      const sql = postgres(urlOf('postgres'), { max: 1, connect_timeout: 5, onnotice: () => {} });
      try {
        await sql`SELECT 1`;
        return;
      } catch {
        await pause(30);
      } finally {
        await sql.end({ timeout: 0 });
      }
    }
  };
  const stop = async (how: 'fast' | 'immediate' = 'fast') => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return;
    const ended = once(ending, 'close');
    ending.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  };
  try {
    await start();
  } catch (cause) {
    removeFolder();
    throw cause;
  }
  return {
    data,
    port,
    password,
    start,
    stop,
    log: () => log,
    newDatabase: async () => {
      const name = `registry_${++databases}`;
      await withDatabase(urlOf('postgres'), (sql) => sql.unsafe(`CREATE DATABASE ${name}`));
      return urlOf(name);
    },
    remove: async () => {
      await stop('immediate');
      removeFolder();
    },
  };
}

/** A connection beside those that are tested, for as long as it is needed. */
export async function withDatabase<T>(url: string, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Takes a connection and keeps it; null where there is none to be had. */
export async function holdConnection(url: string): Promise<(() => Promise<void>) | null> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT 1`;
    return () => sql.end({ timeout: 1 });
  } catch {
    await sql.end({ timeout: 0 });
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  server.close();
  await once(server, 'close');
  return port;
}
