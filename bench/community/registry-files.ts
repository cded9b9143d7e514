/** Registries with synthetic members, made once and kept. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '../../community/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Write } from '../../community/store.ts';
import { writesOf } from './population.ts';

/** A registry's file and who is in it. */
export interface RegistryFile {
  file: string;
  members: number;
  /** Milliseconds since 1970: the end of the day on which it was made, when the last member joins. */
  until: number;
}

const DAY_MS = 86_400_000;
const BATCH = 20_000;

/** Tells tables and members of one kind from those of another: a file is used again only as long as both are the same. */
function shapeOf(): string {
  const some = [...writesOf({ members: 100, until: 1e12, secret: new Uint8Array(32) })];
  return createHash('sha256')
    .update(JSON.stringify([MIGRATIONS, some]))
    .digest('hex')
    .slice(0, 12);
}

/** Finds the registry with so many synthetic members in a folder, or makes it there through the store's own writes. */
export async function registryWith(
  members: number,
  folder: string,
  tell: (progress: string) => void,
): Promise<RegistryFile> {
  const file = join(folder, `members-${members}-${shapeOf()}.sqlite`);
  const note = `${file}.json`;
  if (existsSync(note)) return { file, members, ...JSON.parse(readFileSync(note, 'utf8')) };
  mkdirSync(folder, { recursive: true });
  const until = Math.ceil(Date.now() / DAY_MS) * DAY_MS - 1;
  const draft = `${file}.draft`;
  for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  await fill(draft, members, until, tell);
  renameSync(draft, file);
  writeFileSync(note, JSON.stringify({ until }));
  return { file, members, until };
}

async function fill(file: string, members: number, until: number, tell: (progress: string) => void) {
  await using closing = new AsyncDisposableStack();
  const store = openSqliteStore(file);
  closing.defer(() => store.close());
  let [batch, joined]: [Write[], number] = [[], 0];
  const write = () => {
    store.applyBatch(batch);
    batch = [];
  };
  for (const each of writesOf({ members, until, secret: await store.secret() })) {
    batch.push(each);
    if (each.kind === 'join' && ++joined % (members / 20) === 0) tell(`${joined} of ${members} members`);
    if (batch.length === BATCH) write();
  }
  write();
}
