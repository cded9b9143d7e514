import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import module from '../../../src/timing/subjects/module.ts';
import python from '../../../src/timing/subjects/python.ts';
import reference from '../../../src/timing/subjects/reference.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { CAPSTONES, modelOptions } from '../isolates/model-fixtures.ts';

const PACKAGE = { 'tinytorch/core/tensor.py': '', 'src/20_capstone/notes.txt': '' };

describe('python', () => {
  it('finds capstone.py beside the nearest package at or above', () => {
    const folder = temporaryFolder({ ...PACKAGE, 'capstone.py': '' });
    for (const below of ['', 'tinytorch', 'tinytorch/core', 'src/20_capstone']) {
      expect(python.capstone.find(join(folder, below))).toBe(join(folder, 'capstone.py'));
    }
  });

  it('finds capstone.py in the folder itself, without a package', () => {
    const folder = temporaryFolder({ 'capstone.py': '', 'below/x.txt': '' });
    expect(python.capstone.find(folder)).toBe(join(folder, 'capstone.py'));
    expect(python.capstone.find(join(folder, 'below'))).toBeNull();
  });

  it('finds nothing where a package has no capstone beside it', () => {
    expect(python.capstone.find(temporaryFolder(PACKAGE))).toBeNull();
  });

  it.each(['', 'tinytorch', 'capstone.py'])("resolves 'python:%s' of a package's folder", (argument) => {
    const folder = temporaryFolder({ ...PACKAGE, 'capstone.py': '' });
    const spec = { kind: 'python', argument: join(folder, 'capstone.py') };
    expect(python.capstone.resolve(join(folder, argument), '/')).toEqual(spec);
  });

  it.each([
    ['', /no folder and no file is named/],
    ['nowhere', /does not exist/],
    ['.', /contains no capstone\.py/],
    ['notes.txt', /is not a \.py file/],
  ])("refuses '%s' and says how to begin", (argument, reason) => {
    const folder = temporaryFolder({ 'notes.txt': '' });
    expect(() => python.capstone.resolve(argument, folder)).toThrow(
      expect.objectContaining({
        code: 'subject_missing',
        message: expect.stringMatching(reason),
        hint: expect.stringContaining('tito benchmark capstone --init python'),
      }),
    );
  });

  it('starts what it resolved', async () => {
    const spec = python.capstone.resolve('python', CAPSTONES);
    const process = await python.capstone.start(spec, modelOptions());
    await process.close();
    expect(process.facts.name).toBe('tinytorch');
  });
});

describe('module', () => {
  it('finds a subject file', () => {
    const folder = temporaryFolder({ 'tito.subject.js': '' });
    expect(module.capstone.find(folder)).toBe(join(folder, 'tito.subject.js'));
    expect(module.capstone.find(CAPSTONES)).toBeNull();
  });

  it('resolves a file and starts it', async () => {
    const spec = module.capstone.resolve('js/means.ts', CAPSTONES);
    expect(spec).toEqual({ kind: 'module', argument: join(CAPSTONES, 'js/means.ts') });
    const process = await module.capstone.start(spec, modelOptions());
    await process.close();
    expect(process.facts).toMatchObject({ kind: 'module', name: 'means' });
  });

  it('says how to begin where there is no file', () => {
    expect(() => module.capstone.resolve('nowhere.ts', CAPSTONES)).toThrow(
      expect.objectContaining({
        code: 'subject_missing',
        hint: expect.stringContaining('tito benchmark capstone --init ts'),
      }),
    );
  });
});

describe('reference', () => {
  it('is always there', () => {
    expect(reference.capstone.resolve(reference.capstone.find('/') ?? 'x', '/')).toEqual({
      kind: 'reference',
      argument: '',
    });
  });
});
