import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { HEADER_BYTES, pageLayoutOf, remnantsIn } from '../../../../community/store/sqlite/remnants.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PAGE = 4096;
const all = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT * FROM word ORDER BY key').all();
  const check = database.prepare('PRAGMA integrity_check').get();
  database.close();
  return { rows, check };
};

/** A database whose rows came in no order, so that pages were split, and of which every third is gone. */
function shuffled(sql = '') {
  const file = join(temporaryFolder(), 'some.db');
  const database = new DatabaseSync(file);
  database.exec(`${sql}; PRAGMA secure_delete = ON;
    CREATE TABLE word (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
    CREATE INDEX word_by_text ON word (text); BEGIN`);
  const insert = database.prepare('INSERT INTO word VALUES (?, ?)');
  const key = (i: number) => `${(i * 7919) % 4001} key`;
  for (let i = 0; i < 4001; i++) insert.run(key(i), `the text of ${key(i)} `.repeat(1 + (i % 9)));
  for (let i = 0; i < 4001; i += 3) database.prepare('DELETE FROM word WHERE key = ?').run(key(i));
  database.exec('COMMIT');
  database.close();
  return file;
}

describe('what SQLite leaves in its pages', () => {
  it('is found in the gaps, and can be overwritten without a change of what the database holds', () => {
    const file = shuffled();
    const before = all(file);
    const bytes = readFileSync(file);
    const found = remnantsIn(bytes, 0, PAGE);
    expect(found.length).toBeGreaterThan(10);
    expect(
      found.map(({ position, length }) => bytes.toString('latin1', position, position + length)),
    ).toContainEqual(expect.stringContaining('the text of'));
    for (const { position, length } of found) bytes.fill(0, position, position + length);
    writeFileSync(file, bytes);
    expect(remnantsIn(bytes, 0, PAGE)).toEqual([]);
    expect(all(file)).toEqual(before);
    expect(before.check).toEqual({ integrity_check: 'ok' });
  });

  it('is nowhere else', () => {
    const bytes = readFileSync(shuffled());
    for (const { position, length } of remnantsIn(bytes, 0, PAGE)) bytes.fill(0, position, position + length);
    const text = bytes.toString('latin1');
    const gone = Array.from({ length: 1334 }, (_, i) => `the text of ${(i * 3 * 7919) % 4001} key`);
    expect(gone.filter((each) => text.includes(each))).toEqual([]);
  });

  it('is told by its place in the file', () => {
    const bytes = readFileSync(shuffled());
    const from = 20 * PAGE;
    const whole = remnantsIn(bytes, 0, PAGE).filter(({ position }) => position >= from);
    expect(remnantsIn(bytes.subarray(from), from, PAGE)).toEqual(whole);
  });

  it('is left where a cell lies in what ought to be a gap', () => {
    const bytes = readFileSync(shuffled());
    const [first] = remnantsIn(bytes, 0, PAGE);
    const page = Math.floor((first?.position ?? 0) / PAGE) * PAGE;
    // The content seems to begin later than its first cells.
    bytes.writeUInt16BE(PAGE - 1, page + 5);
    expect(remnantsIn(bytes.subarray(page, page + PAGE), page, PAGE)).toEqual([]);
  });

  it('can’t be told where pages of another kind may begin like those of a tree', () => {
    const layout = (sql: string) => pageLayoutOf(readFileSync(shuffled(sql)).subarray(0, HEADER_BYTES));
    expect(layout('')).toEqual({ page_bytes: PAGE, is_plain: true });
    expect(layout('PRAGMA auto_vacuum = FULL')).toEqual({ page_bytes: PAGE, is_plain: false });
    expect(layout('PRAGMA page_size = 65536')).toEqual({ page_bytes: 65_536, is_plain: true });
  });
});
