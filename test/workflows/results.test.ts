import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepResults } from '../../src/workflows/results.ts';
import { buildRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOON = Date.UTC(2026, 0, 31, 12, 0, 0);
const run = buildRun({ isolates: 1, pairs: 2, calls: 1 });

describe('results', () => {
  it('replace their journal when they are saved', () => {
    const folder = temporaryFolder();
    const { file, journal, save } = keepResults(folder, 'baseline', NOON);
    journal.append({ run });
    expect(existsSync(join(folder, 'baseline_20260131_120000.jsonl'))).toBe(true);
    expect(save('{}')).toBeNull();
    expect(readFileSync(file ?? '', 'utf8')).toBe('{}');
    expect(existsSync(join(folder, 'baseline_20260131_120000.jsonl'))).toBe(false);
  });

  it('that can not be written keep the journal, and say what to do', () => {
    const folder = temporaryFolder();
    const { file, journal, save } = keepResults(folder, 'baseline', NOON);
    journal.append({ run });
    mkdirSync(file ?? '');
    expect(save('{}')).toMatchObject({ code: 'not_saved', exit: 5 });
    expect(readFileSync(join(folder, 'baseline_20260131_120000.jsonl'), 'utf8')).not.toBe('');
  });

  it('without a folder stop nothing: the failure comes when they are saved', () => {
    const folder = join(temporaryFolder(), 'benchmarks');
    writeFileSync(folder, 'a file');
    const { file, journal, save } = keepResults(folder, 'baseline', NOON);
    expect(file).toBeNull();
    expect(() => journal.append({ run })).not.toThrow();
    const failure = save('{}');
    expect(failure?.message).toContain(folder);
    expect(failure?.hint).toContain('--output FILE');
  });
});
