import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProgress } from '../../src/membership/progress.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { baselineDocument, saveJson } from './_results.ts';

const NOW = Date.UTC(2026, 5, 1);
type Files = Record<string, unknown>;

/** A checkout with these files; text is written as it is. */
function checkout(files: Files = {}): string {
  return temporaryFolder(
    Object.fromEntries(
      Object.entries(files).map(([path, value]) => [
        path,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
}

const read = (root: string, cwd = root, home: string | null = null) =>
  readProgress({ cwd, home, results: join(root, 'benchmarks'), now: NOW });
const modulesOf = (completed: unknown, files: Files = {}) =>
  read(checkout({ 'progress.json': { completed_modules: completed }, ...files }));
const milestonesOf = (value: unknown) => read(checkout({ '.tito/milestones.json': value }));

describe('modules', () => {
  it.each([
    ['as two digits', ['01', '02', '03'], 3],
    ['with titles', ['01_tensor', '02_activations'], 2],
    ['as integers', [1, 2, 3, 4], 4],
    ['mixed, and some twice', ['01', 1, '01_tensor', 'module_01', '2'], 2],
    ['as keys', { '01': '2026-01-01', '02': '2026-01-02' }, 2],
    ['none', [], 0],
    ['all', Array.from({ length: 20 }, (_, i) => i + 1), 20],
  ])('%s are counted', (_name, completed, value) => {
    expect(modulesOf(completed)).toMatchObject({ modules_completed: { value }, warnings: [] });
  });

  it.each([[0], [21], [-1], [1.5], [null], ['tensor'], [{}], ['99'], ['1e1']])(
    'that are none of the course are named and not counted: %j',
    (id) => {
      const { modules_completed, warnings } = modulesOf(['01', id]);
      expect(modules_completed?.value).toBe(1);
      expect(warnings).toEqual([expect.stringMatching(/progress\.json: .* is no module of this course/)]);
    },
  );

  it('have the file that they are from', () => {
    const root = checkout({ '.tito/progress.json': { completed_modules: ['01'] } });
    expect(read(root).modules_completed?.origin).toBe(join(root, '.tito', 'progress.json'));
  });

  it('are zero where one was only begun', () => {
    expect(read(checkout({ 'progress.json': { started_modules: ['01'] } })).modules_completed?.value).toBe(0);
  });

  it('are unknown where no file tells', () => {
    expect(read(checkout())).toEqual({
      modules_completed: null,
      milestones_passed: null,
      setup_verified: null,
      warnings: [],
    });
  });
});

describe('titles of another numbering', () => {
  const older = {
    completed_modules: ['01_setup', '02_tensor', '03_activations'],
    completion_dates: { '01_setup': '2025-09-19T10:21:11.081117' },
  };
  const folders = { 'src/01_tensor/01_tensor.py': '', 'src/02_activations/02_activations.py': '' };

  it('are counted by the folders of this checkout, with a word', () => {
    const { modules_completed, warnings } = read(checkout({ '.tito/progress.json': older, ...folders }));
    expect(modules_completed?.value).toBe(2);
    expect(warnings).toEqual([
      expect.stringContaining('"01_setup" is no module of this course'),
      expect.stringContaining('of another numbering'),
    ]);
  });

  it('are one with the same module under its own number', () => {
    const completed_modules = ['02_tensor', '01_tensor', '01'];
    const { modules_completed } = read(
      checkout({ '.tito/progress.json': { completed_modules }, ...folders }),
    );
    expect(modules_completed?.value).toBe(1);
  });

  it('are counted by their numbers where no folder tells', () => {
    expect(read(checkout({ '.tito/progress.json': older }))).toMatchObject({
      modules_completed: { value: 3 },
      warnings: [],
    });
  });
});

describe('files that disagree', () => {
  const files = (a: Files, b: Files) => checkout({ 'progress.json': a, '.tito/progress.json': b });

  it('are settled by the date inside of them, with a word', () => {
    const root = files(
      { completed_modules: ['01', '02', '03'], last_updated: '2026-02-01T10:00:00.123456' },
      { completed_modules: ['01_setup'], completion_dates: { '01_setup': '2025-09-19T10:21:11.081117' } },
    );
    const { modules_completed, warnings } = read(root);
    expect(modules_completed).toEqual({ value: 3, origin: join(root, 'progress.json') });
    expect(warnings).toEqual([expect.stringMatching(/has 3 modules and .*has 1; .*--modules NUMBER/)]);
  });

  it('are settled by the time of the file where nothing stands in it', () => {
    const root = files({ completed_modules: ['01', '02'] }, { completed_modules: ['01'] });
    utimesSync(join(root, 'progress.json'), 1000, 1000);
    expect(read(root).modules_completed?.value).toBe(1);
  });

  it('are no word worth where they say the same in two ways', () => {
    const root = files({ completed_modules: ['01', '02'] }, { completed_modules: [2, 1] });
    expect(read(root)).toMatchObject({ modules_completed: { value: 2 }, warnings: [] });
  });
});

describe('malformed files', () => {
  it.each([
    ['cut off', '{"completed_modules": ["01"', /it is no JSON/],
    ['empty', '', /it is no JSON/],
    ['a list', '["01"]', /no list 'completed_modules'/],
    ['of others', '{"percent": 40}', /no list 'completed_modules'/],
    ['huge', ' '.repeat(2 ** 21), /more than/],
  ])('%s are named, and the others count', (_name, text, reason) => {
    const root = checkout({ 'progress.json': text, '.tito/progress.json': { completed_modules: ['01'] } });
    const { modules_completed, warnings } = read(root);
    expect(modules_completed?.value).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(reason)]);
    expect(warnings[0]).toContain(join(root, 'progress.json'));
  });

  it('may be folders', () => {
    const root = checkout({ '.tito/progress.json': { completed_modules: [1] } });
    mkdirSync(join(root, 'progress.json'));
    expect(read(root)).toMatchObject({
      modules_completed: { value: 1 },
      warnings: [expect.stringMatching(/no file/)],
    });
  });

  it('may begin with a byte order mark', () => {
    expect(read(checkout({ 'progress.json': '\uFEFF{"completed_modules":["01"]}' })).warnings).toEqual([]);
  });
});

describe('milestones', () => {
  it.each([
    ['completed', { completed_milestones: ['01', '02', '03'], unlocked_milestones: ['01'] }, 3],
    ['unlocked, where nothing else was kept', { unlocked_milestones: ['1', '2'], total_unlocked: 2 }, 2],
    ['unlocked, before runs were kept', { completed_milestones: [], unlocked_milestones: ['01'] }, 1],
    [
      'not what may be run, where runs are kept',
      { schema_version: 2, completed_milestones: [], unlocked_milestones: ['01'] },
      0,
    ],
    ['twice', { completed_milestones: ['03', 3] }, 1],
  ])('%s are counted: %o', (_name, value, expected) => {
    expect(milestonesOf(value)).toMatchObject({ milestones_passed: { value: expected }, warnings: [] });
  });

  it('are six at most', () => {
    const { milestones_passed, warnings } = milestonesOf({ completed_milestones: ['01', '07', 0] });
    expect(milestones_passed?.value).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('"07", 0 is no milestone')]);
  });

  it('do not come from the profile that is part of the repository', () => {
    const profile = { progress: { milestones_passed: 6, modules_completed: 20 } };
    expect(read(checkout({ '.tinytorch/community/profile.json': profile })).milestones_passed).toBeNull();
  });
});

describe('the folder', () => {
  const progress = { 'progress.json': { completed_modules: ['01'] } };

  it('is the nearest above that holds any', () => {
    const root = checkout({ ...progress, 'src/01_tensor/notes.md': '' });
    expect(read(root, join(root, 'src', '01_tensor')).modules_completed?.value).toBe(1);
  });

  it('is not above a repository', () => {
    const root = checkout({ ...progress, 'other/.git/HEAD': '', 'other/src/a.py': '' });
    expect(read(root, join(root, 'other', 'src')).modules_completed).toBeNull();
  });

  it('is not above the home', () => {
    const root = checkout({ ...progress, 'ada/course/a.py': '' });
    expect(read(root, join(root, 'ada', 'course'), join(root, 'ada')).modules_completed).toBeNull();
  });

  it('is not further away than eight levels', () => {
    const root = checkout({ ...progress, 'a/b/c/d/e/f/g/h/i/x.py': '' });
    expect(read(root, join(root, 'a/b/c/d/e/f/g/h')).modules_completed?.value).toBe(1);
    expect(read(root, join(root, 'a/b/c/d/e/f/g/h/i')).modules_completed).toBeNull();
  });
});

describe('the set-up', () => {
  const withRuns = (...documents: unknown[]) => {
    const root = checkout();
    documents.forEach((document, i) => {
      saveJson(join(root, 'benchmarks'), `${i}.json`, document);
    });
    return read(root).setup_verified;
  };

  it('is what the newest baseline says', () => {
    const older = baselineDocument({ started_at: '2026-01-01T00:00:00.000Z', setup_verified: true });
    const newer = baselineDocument({ started_at: '2026-02-01T00:00:00.000Z', setup_verified: false });
    expect(withRuns(newer, older)).toMatchObject({ value: false, origin: expect.stringMatching(/0\.json$/) });
  });

  it('is nothing that the reference could verify', () => {
    expect(withRuns(baselineDocument({ kind: 'reference' }))).toBeNull();
  });
});
