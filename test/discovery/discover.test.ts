import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover, YAML } from '../../src/discovery/discover.ts';
import { TitoError } from '../../src/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A file that must not be executed to make a list. */
const EXPLOSIVE = "throw new Error('this file was executed');";

const files = (...paths: string[]) =>
  temporaryFolder(Object.fromEntries(paths.map((path) => [path, EXPLOSIVE])));
const benchmarks = (root: string, directory?: string) =>
  discover('benchmark', 'benchmarks', directory === undefined ? { root } : { root, directory });
const ids = (root: string, directory?: string) => benchmarks(root, directory).map(({ id }) => id);

describe('discovery', () => {
  it('finds files by their names and executes none', () => {
    const root = files('benchmarks/baseline/matmul.ts', 'benchmarks/capstone/digits.js');
    expect(benchmarks(root)).toEqual([
      {
        id: 'matmul',
        category: 'baseline',
        file: join(root, 'benchmarks/baseline/matmul.ts'),
        origin: 'built-in',
      },
      {
        id: 'digits',
        category: 'capstone',
        file: join(root, 'benchmarks/capstone/digits.js'),
        origin: 'built-in',
      },
    ]);
  });

  it('searches the working directory second', () => {
    const found = benchmarks(files('benchmarks/baseline/zeta.ts'), files('benchmarks/alpha.ts'));
    expect(found.map(({ id, origin }) => `${id}: ${origin}`)).toEqual([
      'zeta: built-in',
      'alpha: working directory',
    ]);
  });

  it('leaves out what is no definition', () => {
    const root = files(
      'benchmarks/kind/real.ts',
      'benchmarks/kind/_helper.ts',
      'benchmarks/_private/hidden.ts',
      'benchmarks/kind/real.d.ts',
      'benchmarks/kind/real.test.ts',
      'benchmarks/kind/real.test.js',
      'benchmarks/kind/.cache.js',
      'benchmarks/kind/notes.md',
      'benchmarks/baseline_20260131_120000.json',
      'benchmarks/baseline_20260131_120000.jsonl',
      'benchmarks/kind/deeper/lost.ts',
    );
    expect(ids(root)).toEqual(['real']);
  });

  it('looks for YAML where that is asked for, in either spelling', () => {
    const root = files('suites/one.yaml', 'suites/two.yml', 'suites/three.json', 'suites/deep/four.yaml');
    expect(discover('suite', 'suites', { root }, YAML).map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('lists in one and the same order everywhere', () => {
    expect(ids(files('benchmarks/b.ts', 'benchmarks/C.ts', 'benchmarks/a/z.ts'))).toEqual(['C', 'z', 'b']);
  });

  it('finds nothing where there is no folder', () => {
    expect(ids(temporaryFolder(), join(temporaryFolder(), 'gone'))).toEqual([]);
  });

  it('finds nothing in a file of that name', () => {
    expect(ids(temporaryFolder(), files('benchmarks'))).toEqual([]);
  });
});

describe('the same id twice', () => {
  const refusal = (root: string, directory?: string) => {
    try {
      benchmarks(root, directory);
    } catch (error) {
      if (error instanceof TitoError) return error;
      throw error;
    }
    throw new Error('It was listed without complaint.');
  };

  it('names both files', () => {
    const [root, directory] = [files('benchmarks/baseline/matmul.ts'), files('benchmarks/mine/matmul.ts')];
    const { code, message } = refusal(root, directory);
    expect(code).toBe('duplicate_id');
    expect(message).toContain(join(root, 'benchmarks/baseline/matmul.ts'));
    expect(message).toContain(join(directory, 'benchmarks/mine/matmul.ts'));
  });

  it.each([
    ['in two categories', ['benchmarks/a/same.ts', 'benchmarks/b/same.ts']],
    ['with two endings', ['benchmarks/same.js', 'benchmarks/same.ts']],
  ])('is refused within one place as well: %s', (_, paths) => {
    expect(refusal(files(...paths)).code).toBe('duplicate_id');
  });

  it('at the same path in somebody else’s folder is still twice', () => {
    const [root, directory] = [
      files('benchmarks/baseline/matmul.js'),
      files('benchmarks/baseline/matmul.ts'),
    ];
    expect(refusal(root, directory).code).toBe('duplicate_id');
  });
});

describe('a contributor in the repository', () => {
  it('sees each built-in once when running from the source', () => {
    const repository = files('benchmarks/baseline/matmul.ts');
    expect(ids(repository, repository)).toEqual(['matmul']);
  });

  it('sees each built-in once when running what was built', () => {
    const repository = files('dist/benchmarks/baseline/matmul.js', 'benchmarks/baseline/matmul.ts');
    expect(benchmarks(join(repository, 'dist'), repository)).toMatchObject([
      { id: 'matmul', origin: 'built-in', file: join(repository, 'dist/benchmarks/baseline/matmul.js') },
    ]);
  });

  it('sees a new file although it is not built yet', () => {
    const repository = files(
      'dist/benchmarks/baseline/matmul.js',
      'benchmarks/baseline/matmul.ts',
      'benchmarks/baseline/brand_new.ts',
    );
    expect(ids(join(repository, 'dist'), repository)).toEqual(['matmul', 'brand_new']);
  });

  it('sees each built-in once when standing behind a link to the repository', () => {
    const repository = files('benchmarks/baseline/matmul.ts');
    const link = join(temporaryFolder(), 'link');
    symlinkSync(repository, link);
    expect(ids(repository, link)).toEqual(['matmul']);
  });

  it('is told of a new file whose id is taken', () => {
    const repository = files(
      'dist/benchmarks/baseline/matmul.js',
      'benchmarks/baseline/matmul.ts',
      'benchmarks/other/matmul.ts',
    );
    expect(() => ids(join(repository, 'dist'), repository)).toThrow(TitoError);
  });
});

it('takes a folder with the ending of a file for a category', () => {
  const root = files('benchmarks/odd.ts/inside.ts');
  mkdirSync(join(root, 'benchmarks/empty.ts'));
  expect(ids(root)).toEqual(['inside']);
});
