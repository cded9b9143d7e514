import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RosterPlan } from '../../src/schema/roster.ts';
import { openRoster, studentsIn } from '../../src/workflows/roster-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const plan: RosterPlan = {
  kind: 'roster',
  started_at: '2026-01-31T12:00:00.000Z',
  roster: '/class',
  track: 'all',
  seed: 7,
  is_seed_given: false,
};

describe('the students of a roster', () => {
  it('are the folders, sorted, without files, hidden ones and drafts', () => {
    const roster = temporaryFolder({
      'grace/capstone.py': '',
      'ada/capstone.py': '',
      '.git/config': '',
      '_old/capstone.py': '',
      'notes.txt': '',
      'Ðorđe Ünal/capstone.py': '',
    });
    expect(studentsIn(roster)).toEqual(['ada', 'grace', 'Ðorđe Ünal']);
  });

  it.each(['gone', 'notes.txt', 'empty'])('are missing in %s, which is said', (name) => {
    const folder = temporaryFolder({ 'notes.txt': '' });
    mkdirSync(join(folder, 'empty'));
    expect(() => studentsIn(join(folder, name))).toThrow('There are no students in');
  });
});

describe('the folder of a roster', () => {
  it('holds its plan', () => {
    const results = join(temporaryFolder(), 'benchmarks');
    const { folder } = openRoster(results, false, plan);
    expect(folder).toBe(join(results, 'roster_20260131_120000'));
    expect(readdirSync(folder)).toEqual(['roster.json']);
  });

  it('is another one for each roster of the same second', () => {
    const results = temporaryFolder();
    const folders = [1, 2, 3].map(() => openRoster(results, false, plan).folder);
    expect(new Set(folders).size).toBe(3);
  });

  it('is taken up again, with its own seed, when the roster goes on', () => {
    const results = temporaryFolder();
    const first = openRoster(results, false, plan);
    const later = { ...plan, started_at: '2026-01-31T13:00:00.000Z', seed: 8 };
    expect(openRoster(results, true, later)).toEqual({ folder: first.folder, plan });
  });

  it('is the newest one that goes on', () => {
    const results = temporaryFolder();
    openRoster(results, false, plan);
    const newer = openRoster(results, false, { ...plan, started_at: '2026-02-01T12:00:00.000Z' });
    expect(openRoster(results, true, plan).folder).toBe(newer.folder);
  });

  it.each([{ roster: '/another' }, { track: 'speed' as const }])(
    'is not that of another roster: %o',
    (other) => {
      const results = temporaryFolder();
      const first = openRoster(results, false, plan);
      expect(openRoster(results, true, { ...plan, ...other }).folder).not.toBe(first.folder);
    },
  );

  it('is left alone where its plan is damaged', () => {
    const results = temporaryFolder({ 'roster_20260101_000000/roster.json': '{"kind":' });
    expect(openRoster(results, true, plan).folder).toBe(join(results, 'roster_20260131_120000'));
    expect(existsSync(join(results, 'roster_20260101_000000/roster.json'))).toBe(true);
  });

  it('that can not be made ends the command before anything is run', () => {
    const file = join(temporaryFolder(), 'benchmarks');
    writeFileSync(file, 'a file');
    expect(() => openRoster(file, false, plan)).toThrow('The results could not be saved');
  });
});
