import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Write } from '../../../community/store.ts';
import { ALL, hex, joining, makingClass, START, submitting } from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MEMBERS = 2000;
const name = (i: number) => `member-${i}`;
const who = Array.from({ length: MEMBERS }, (_, i) => i);
const handle = (i: number) => `calm-otter-${hex(`handle ${i}`, 12)}`;
const leaves = (those: readonly number[]): Write[] =>
  those.map((i) => ({ kind: 'leave', request: { id: joining(name(i)).id } }));

/** What a search for a member would be for; ids and tokens may have been written over in part. */
const traces = (i: number): string[] => [
  joining(name(i)).id,
  joining(name(i)).token_sha256.slice(0, 32),
  joining(name(i)).token_sha256.slice(32),
  handle(i),
  `Academy of ${hex(`place ${i}`, 12)}`,
  `academy of ${hex(`place ${i}`, 12)}`,
  `document of ${name(i)}.`,
  `run-${name(i)}.`,
  `looked into ${hex(`reason ${i}`, 12)}`,
  `sent out for ${hex(`reason ${i}`, 12)}`,
];

/** Which of the members have left traces in the database or in the files beside it. */
function tracesIn(file: string, those: readonly number[]): string[] {
  const found = new Set<string>();
  const wanted = Map.groupBy(those.flatMap(traces), (trace) => trace.slice(0, 12));
  for (const each of [file, `${file}-wal`, `${file}-shm`].filter((path) => existsSync(path))) {
    const text = readFileSync(each, 'latin1');
    for (let at = 0; at < text.length; at++) {
      for (const trace of wanted.get(text.slice(at, at + 12)) ?? []) {
        if (text.startsWith(trace, at)) found.add(trace);
      }
    }
  }
  return [...found].sort();
}

/** Members who joined, submitted and made progress, in small batches as on a server. */
function fill(members = MEMBERS, file = join(temporaryFolder(), 'registry.db')) {
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  const all = (write: (i: number) => Write) => {
    for (let i = 0; i < members; i += 50) store.applyBatch(who.slice(i, i + 50).map(write));
  };
  all((i) => ({
    kind: 'join',
    request: joining(name(i), {
      handle: handle(i),
      joined_at: START + i,
      institution: `Academy of ${hex(`place ${i}`, 12)}`,
    }),
  }));
  all((i) => {
    const document = Buffer.from(`document of ${name(i)}.`);
    return { kind: 'submit', request: submitting(name(i), `${name(i)}.`, { score: i % 101 }, { document }) };
  });
  all((i) => {
    const reason = `looked into ${hex(`reason ${i}`, 12)}`;
    const submission_id = `run-${name(i)}.`;
    return { kind: 'review', request: { submission_id, status: 'reproduced', reason, at: START + i } };
  });
  const made = makingClass('CS249');
  store.applyBatch([{ kind: 'createClass', request: made }]);
  const { code_sha256 } = made;
  all((i) => ({ kind: 'update', request: { id: joining(name(i)).id, at: START, change: {}, code_sha256 } }));
  all((i) => {
    const reason = `sent out for ${hex(`reason ${i}`, 12)}`;
    const member_id = joining(name(i)).id;
    return { kind: 'expel', request: { class_id: made.id, member_id, reason, at: START } };
  });
  for (const round of [0, 1, 2]) {
    all((i) => {
      const change = { modules_completed: (i * 7 + round) % 21, milestones_passed: (i + round) % 7 };
      return { kind: 'update', request: { id: joining(name(i)).id, at: START, change } };
    });
  }
  return { file, store };
}

describe('after a member has left', () => {
  it('nothing of the member is in the files', async () => {
    const { file, store } = fill();
    expect(tracesIn(file, [0, 1600]).sort()).toEqual([...traces(0), ...traces(1600)].sort());
    const gone = who.filter((i) => i % 2 === 0);
    for (let i = 50; i < gone.length; i += 50) store.applyBatch(leaves(gone.slice(i, i + 50)));
    for (const i of gone.slice(0, 50)) await store.write('leave', { id: joining(name(i)).id });
    expect(tracesIn(file, gone)).toEqual([]);
    expect(await store.members(ALL)).toBe(MEMBERS - gone.length);
    expect(tracesIn(file, [1]).sort()).toEqual(traces(1).sort());
  });

  it('nothing is left either where another process was reading at that time, once it is done', async () => {
    const { file, store } = fill(200);
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM member').get();
    await store.write('leave', { id: joining(name(3)).id });
    expect(tracesIn(file, [3])).not.toEqual([]);
    reader.exec('COMMIT');
    reader.close();
    await store.write('leave', { id: joining(name(4)).id });
    expect(tracesIn(file, [3, 4])).toEqual([]);
  });

  it('no other process can take the files for its own, since the locks stay', async () => {
    const { file, store } = fill(200);
    const reader = openSqliteStore(file, { readOnly: true });
    onTestFinished(() => reader.close());
    await store.write('leave', { id: joining(name(3)).id });
    // Which needs a file that nobody else has open.
    const take = `const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      database.prepare('SELECT count(*) FROM member').get();`;
    const taken = spawnSync(process.execPath, ['-e', take, file], { encoding: 'utf8' });
    expect(taken.stderr).toContain('database is locked');
  });

  it('a file is rebuilt whose pages can’t be told apart', async () => {
    const folder = temporaryFolder();
    const plain = new DatabaseSync(join(folder, 'registry.db'));
    plain.exec('PRAGMA auto_vacuum = FULL; CREATE TABLE t (a); DROP TABLE t');
    plain.close();
    const { file, store } = fill(400, join(folder, 'registry.db'));
    const gone = who.filter((i) => i < 400 && i % 2 === 0);
    store.applyBatch(leaves(gone.slice(1)));
    await store.write('leave', { id: joining(name(0)).id });
    expect(tracesIn(file, gone)).toEqual([]);
  });

  it('a name that somebody else has stays', async () => {
    const store = openSqliteStore(join(temporaryFolder(), 'registry.db'));
    onTestFinished(() => store.close());
    for (const each of ['ada', 'ben']) {
      await store.write('join', joining(each, { institution: 'Harvard University' }));
    }
    await store.write('leave', { id: joining('ada').id });
    expect(await store.scopes('institution')).toEqual([
      { key: 'harvard university', label: 'Harvard University', members: 1 },
    ]);
  });
});
