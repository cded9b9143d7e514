import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuns } from '../../src/membership/find-runs.ts';
import { buildCapstoneRun } from '../support/capstone-runs.ts';
import { savedOf } from '../support/checked.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { baselineDocument, saveJson } from './_results.ts';

const NOW = Date.UTC(2026, 5, 1);
const find = (folder: string) => findRuns(folder, { now: NOW });

describe('the newest run', () => {
  it('is the one with the latest timestamp inside, whatever its name', () => {
    const folder = temporaryFolder();
    const file = saveJson(folder, 'm.json', baselineDocument({ started_at: '2026-04-01T00:00:00.000Z' }));
    saveJson(folder, 'z_simplified.json', baselineDocument({ started_at: '2026-03-31T23:59:59.999Z' }));
    saveJson(
      folder,
      'baseline_20260101_000000.json',
      baselineDocument({ started_at: '2026-01-01T00:00:00.000Z' }),
    );
    const { baseline, capstone, warnings } = find(folder);
    expect(baseline).toMatchObject({ file, kind: 'baseline', timestamp: '2026-04-01T00:00:00.000Z' });
    expect(baseline?.document).toHaveProperty('run.blocks');
    expect([capstone, warnings]).toEqual([null, []]);
  });

  it('is found for each kind', () => {
    const folder = temporaryFolder();
    const own = { kind: 'python', argument: '/home/ada/tinytorch' };
    const run = buildCapstoneRun();
    const file = saveJson(folder, 'c.json', savedOf({ ...run, plan: { ...run.plan, subject: own } }));
    saveJson(folder, 'b.json', baselineDocument());
    expect(find(folder)).toMatchObject({
      capstone: { file, kind: 'capstone' },
      baseline: { kind: 'baseline' },
    });
    expect(findRuns(folder, { now: NOW, kinds: ['baseline'] }).capstone).toBeNull();
  });

  it('is found in a file that somebody formatted anew', () => {
    const folder = temporaryFolder();
    const { benchmark_type, ...rest } = baselineDocument();
    writeFileSync(join(folder, 'x.json'), JSON.stringify({ ...rest, benchmark_type }));
    expect(find(folder).baseline).not.toBeNull();
  });

  it('is none in a folder that is empty or not there', () => {
    const nothing = { baseline: null, capstone: null, warnings: [] };
    expect(find(temporaryFolder())).toEqual(nothing);
    expect(find(join(temporaryFolder(), 'benchmarks'))).toEqual(nothing);
  });

  it('can be that of one subject', () => {
    const folder = temporaryFolder();
    saveJson(folder, 'a.json', baselineDocument({ kind: 'module', started_at: '2026-05-01T00:00:00.000Z' }));
    const file = saveJson(folder, 'b.json', baselineDocument());
    const subject = { kind: 'python', argument: '/home/ada/tinytorch' };
    expect(findRuns(folder, { now: NOW, subject }).baseline?.file).toBe(file);
  });
});

describe('what is passed over', () => {
  const withOlder = (name: string, text: string) => {
    const folder = temporaryFolder({ [name]: text });
    const older = saveJson(
      folder,
      'older.json',
      baselineDocument({ started_at: '2026-01-01T00:00:00.000Z' }),
    );
    const found = find(folder);
    expect(found.baseline?.file).toBe(older);
    return found.warnings;
  };

  it.each([
    ['a run of the reference', { kind: 'reference' }],
    ['an interrupted run', { interrupted: true }],
  ])('%s', (_name, given) => {
    expect(withOlder('new.json', JSON.stringify(baselineDocument(given)))).toEqual([]);
  });

  it('a journal', () => {
    expect(withOlder('new.jsonl', JSON.stringify(baselineDocument()))).toEqual([]);
  });

  it.each([
    ['cut off', JSON.stringify(baselineDocument()).slice(0, 2000), /is damaged/],
    ['empty', '', /is damaged/],
    ['no JSON', 'score: 100', /is damaged/],
    ['without raw samples', JSON.stringify({ ...baselineDocument(), run: undefined }), /no raw samples/],
  ])('a file that is %s, by its name', (_name, text, reason) => {
    const warnings = withOlder('new.json', text);
    expect(warnings).toEqual([expect.stringMatching(reason)]);
    expect(warnings[0]).toContain('new.json');
  });

  it.each([
    '[]',
    'null',
    '{"benchmark_type": "baseline", "timestamp": "soon", "interrupted": false}',
    '{"name": "x"}',
  ])('JSON of others, without a word: %s', (text) => {
    expect(withOlder('new.json', text)).toEqual([]);
  });

  it('a folder with such a name', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'baseline.json'));
    expect(find(folder).warnings).toEqual([]);
  });
});

describe('a run from the future', () => {
  const future = baselineDocument({ started_at: '2028-06-01T00:00:00.000Z' });

  it('does not hide those of today', () => {
    const folder = temporaryFolder();
    saveJson(folder, 'future.json', future);
    const file = saveJson(folder, 'today.json', baselineDocument());
    expect(find(folder).baseline?.file).toBe(file);
  });

  it('is taken where there is no other, with a word', () => {
    const folder = temporaryFolder();
    const file = saveJson(folder, 'future.json', future);
    expect(find(folder)).toMatchObject({
      baseline: { file },
      warnings: [expect.stringMatching(/in the future/)],
    });
  });
});

it('reads only the beginning of what is older', () => {
  const folder = temporaryFolder();
  saveJson(folder, 'new.json', baselineDocument());
  const older = JSON.stringify(baselineDocument({ started_at: '2026-01-01T00:00:00.000Z' }));
  // Damaged behind its beginning: whoever reads it whole says so.
  writeFileSync(join(folder, 'older.json'), older.slice(0, -10));
  expect(find(folder).warnings).toEqual([]);
});
