import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { REPOSITORY } from '../../support/context.ts';
import { keyOfInstitution } from '../../support/store-contract/random-writes.ts';
import { expectRecount } from '../../support/store-contract/recount.ts';
import { joining } from '../../support/store-contract/requests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WRITER = join(REPOSITORY, 'test/support/store-writer.ts');

/** Starts a process that writes; what it says was acknowledged comes line by line. */
function startWriter(file: string, name: string, count: number) {
  const child = spawn(process.execPath, [WRITER, file, name, `${count}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line.endsWith('}')) acknowledged.push(JSON.parse(line).who);
  });
  return { child, acknowledged, lines, ended: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}

async function expectWhole(file: string, acknowledged: readonly string[]) {
  const plain = new DatabaseSync(file, { readOnly: true });
  expect(plain.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(plain.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  const ids = plain
    .prepare('SELECT id FROM member')
    .all()
    .map(({ id }) => `${id}`);
  plain.close();
  const store = openSqliteStore(file);
  const lost: string[] = [];
  for (const who of acknowledged) {
    // Every tenth takes the fifth before it away; it may have done so without having said it.
    const [writer, n] = who.split(' ');
    const isAcknowledged = (after: number) => acknowledged.includes(`${writer} ${Number(n) + after}`);
    const expected = Number(n) % 10 === 4 && isAcknowledged(5) ? 0 : 1;
    const isUnknown = Number(n) % 10 === 4 && isAcknowledged(4) && !isAcknowledged(5);
    const runs = await store.submissionsOf(joining(who).id);
    if (runs.length !== expected && !isUnknown) lost.push(who);
  }
  expect(lost).toEqual([]);
  await expectRecount(store, ids, keyOfInstitution);
  await store.close();
  return ids.length;
}

describe('a store whose process is killed', () => {
  it('has all that was acknowledged, and counts what is there', async () => {
    const file = join(temporaryFolder(), 'registry.db');
    const acknowledged: string[] = [];
    for (const [kill, after] of [7, 31, 3, 60, 19].entries()) {
      const writer = startWriter(file, `w${kill}`, 100_000);
      const enough = acknowledged.length + after;
      writer.lines.on('line', () => {
        if (acknowledged.length + writer.acknowledged.length >= enough) writer.child.kill('SIGKILL');
      });
      const [[, signal]] = await writer.ended;
      expect(signal).toBe('SIGKILL');
      acknowledged.push(...writer.acknowledged);
      expect(writer.acknowledged.length).toBeGreaterThanOrEqual(after);
      expect(await expectWhole(file, acknowledged)).toBeGreaterThan(0);
    }
  });
});

describe('two processes on one file', () => {
  it('make it at the same time and write at the same time', async () => {
    const file = join(temporaryFolder(), 'new/registry.db');
    const writers = ['a', 'b', 'c'].map((name) => startWriter(file, name, 60));
    const ends = await Promise.all(writers.map(({ ended }) => ended));
    expect(ends.map(([[code]]) => code)).toEqual([0, 0, 0]);
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    expect(acknowledged).toHaveLength(180);
    expect(await expectWhole(file, acknowledged)).toBe(180 - 18);
  });
});
