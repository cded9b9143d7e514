import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHeads } from '../../src/storage/run-heads.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const head = (kind: string, interrupted = false) => ({
  schema_version: 1,
  benchmark_type: kind,
  timestamp: '2026-01-31T12:00:00.000Z',
  interrupted,
});
const namesOf = (folder: string) => runHeads(folder).heads.map(({ file }) => file.slice(folder.length + 1));

describe('heads of results files', () => {
  it('are read from the beginning: what follows may be anything', () => {
    const begun = JSON.stringify(head('baseline', true)).slice(0, -1);
    const folder = temporaryFolder({ 'a.json': `${begun}, "run": ${'x'.repeat(10_000)}` });
    expect(runHeads(folder)).toEqual({
      heads: [
        {
          file: join(folder, 'a.json'),
          kind: 'baseline',
          timestamp: '2026-01-31T12:00:00.000Z',
          interrupted: true,
        },
      ],
      warnings: [],
    });
  });

  it('are found in a file that somebody wrote anew, with its fields in another order', () => {
    const { benchmark_type, ...others } = head('benchmark');
    const folder = temporaryFolder({
      'a.json': JSON.stringify({ ...others, run: {}, benchmark_type }, null, 2),
    });
    expect(runHeads(folder).heads[0]).toMatchObject({ kind: 'benchmark', interrupted: false });
  });

  it('pass over journals, hidden files, folders and other JSON', () => {
    const folder = temporaryFolder({
      'a.jsonl': JSON.stringify(head('baseline')),
      '.b.json': JSON.stringify(head('baseline')),
      'c.json': '[1, 2]',
      'd.json': '{"benchmark_type": 3}',
      'e.json': JSON.stringify({ ...head('baseline'), timestamp: 'yesterday evening at six' }),
      'f.json': JSON.stringify(head('tasks')),
    });
    mkdirSync(join(folder, 'g.json'));
    expect(namesOf(folder)).toEqual(['f.json']);
    expect(runHeads(folder).warnings).toEqual([]);
  });

  it('name what is damaged', () => {
    const folder = temporaryFolder({
      'a.json': '{"schema_version": 1,',
      'b.json': JSON.stringify(head('baseline')),
    });
    expect(namesOf(folder)).toEqual(['b.json']);
    expect(runHeads(folder).warnings[0]).toContain('a.json is damaged');
  });

  it('are none where there is no folder', () => {
    expect(runHeads(join(temporaryFolder(), 'absent'))).toEqual({ heads: [], warnings: [] });
  });

  it('name what may not be read', async () => {
    const folder = temporaryFolder({ 'a.json': JSON.stringify(head('baseline')) });
    chmodSync(join(folder, 'a.json'), 0);
    const { warnings } = await asOrdinaryUser([folder], () => runHeads(folder));
    expect(warnings[0]).toContain("can't be read");
  });
});
