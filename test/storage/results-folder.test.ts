import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { reserve, stamp } from '../../src/storage/results-folder.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOON = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('a reserved name', () => {
  it('tells kind and time in UTC', () => {
    expect(stamp(Date.UTC(2026, 10, 2, 3, 4, 5, 678))).toBe('20261102_030405');
    expect(basename(reserve(temporaryFolder(), 'baseline', NOON).results)).toBe(
      'baseline_20260131_120000.json',
    );
  });

  it('has an empty journal beside the results that do not exist yet', () => {
    const { results, journal } = reserve(temporaryFolder(), 'baseline', NOON);
    expect(existsSync(results)).toBe(false);
    expect(readFileSync(journal, 'utf8')).toBe('');
  });

  it('is in a folder that is made where there is none', () => {
    const folder = join(temporaryFolder(), 'deep', 'benchmarks');
    expect(existsSync(reserve(folder, 'baseline', NOON).journal)).toBe(true);
  });

  it('is another one for a second run in the same second', () => {
    const folder = temporaryFolder();
    const names = [1, 2, 3].map(() => basename(reserve(folder, 'baseline', NOON).results, '.json'));
    expect(names).toEqual([
      'baseline_20260131_120000',
      'baseline_20260131_120000_2',
      'baseline_20260131_120000_3',
    ]);
  });

  it('is never that of results whose journal is gone', () => {
    const folder = temporaryFolder({ 'baseline_20260131_120000.json': '{}' });
    expect(basename(reserve(folder, 'baseline', NOON).results)).toBe('baseline_20260131_120000_2.json');
    expect(existsSync(join(folder, 'baseline_20260131_120000.jsonl'))).toBe(false);
  });

  it('is not shared by processes that ask at the same moment', async () => {
    const folder = temporaryFolder();
    const module = join(REPOSITORY, 'src/storage/results-folder.ts');
    const script = `
      import { reserve } from ${JSON.stringify(module)};
      for (let i = 0; i < 25; i++) console.log(reserve(${JSON.stringify(folder)}, 'baseline', ${NOON}).results);
    `;
    const ask = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const answers = await Promise.all([ask(), ask(), ask()]);
    const names = answers.flatMap(({ stdout }) => stdout.trim().split('\n'));
    expect(names).toHaveLength(75);
    expect(new Set(names).size).toBe(75);
  });

  it('is not to be had below a file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'benchmarks'), 'a file');
    expect(() => reserve(join(folder, 'benchmarks'), 'baseline', NOON)).toThrow(/EEXIST|ENOTDIR/);
  });
});
