import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Write } from '../../../community/store.ts';
import { ALL, hex, joining, START, submitting } from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MEMBERS = 3000;
const name = (i: number) => `member-${i}`;
const who = Array.from({ length: MEMBERS }, (_, i) => i);
const leaves = (those: readonly number[]): Write[] =>
  those.map((i) => ({ kind: 'leave', request: { id: joining(name(i)).id } }));

/** What a search for a member would be for. */
const traces = (i: number): string[] => [
  joining(name(i)).id,
  joining(name(i)).token_sha256,
  joining(name(i)).handle,
  `Academy of ${hex(name(i), 12)}`,
  `academy of ${hex(name(i), 12)}`,
  `document of ${name(i)}.`,
  `run-${name(i)}.`,
];

/** Which of the members have left traces in the database or in the files beside it. */
function tracesIn(file: string, those: readonly number[]): string[] {
  const texts = [file, `${file}-wal`, `${file}-shm`]
    .filter(existsSync)
    .map((each) => readFileSync(each, 'latin1'));
  return those.flatMap((i) => traces(i).filter((trace) => texts.some((text) => text.includes(trace))));
}

function fill() {
  const file = join(temporaryFolder(), 'registry.db');
  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  const run = (i: number) =>
    submitting(
      name(i),
      `${name(i)}.`,
      { score: i % 101 },
      { document: Buffer.from(`document of ${name(i)}.`) },
    );
  store.applyBatch(
    who.map((i) => ({
      kind: 'join',
      request: joining(name(i), { joined_at: START + i, institution: `Academy of ${hex(name(i), 12)}` }),
    })),
  );
  store.applyBatch(who.map((i) => ({ kind: 'submit', request: run(i) })));
  for (let round = 0; round < 3; round++) {
    store.applyBatch(
      who.map((i) => ({
        kind: 'update',
        request: {
          id: joining(name(i)).id,
          at: START,
          change: { modules_completed: (i * 7 + round) % 21, milestones_passed: (i + round) % 7 },
        },
      })),
    );
  }
  return { file, store };
}

describe('after a member has left', () => {
  it('nothing of the member is in the files', async () => {
    const { file, store } = fill();
    expect(tracesIn(file, [0, 1500]).sort()).toEqual([...traces(0), ...traces(1500)].sort());
    const gone = who.filter((i) => i % 6 === 0);
    store.applyBatch(leaves(gone.slice(1)));
    await store.write('leave', { id: joining(name(0)).id });
    expect(tracesIn(file, gone)).toEqual([]);
    expect(await store.members(ALL)).toBe(MEMBERS - gone.length);
    expect(tracesIn(file, [1]).sort()).toEqual(traces(1).sort());
  });

  it('nothing is left either where another process was reading at that time, once it is done', async () => {
    const { file, store } = fill();
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
