import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectContender } from '../../src/workflows/select-contender.ts';
import { selectSubject } from '../../src/workflows/select-subject.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const select = (word: string, files: Record<string, string> = {}) => {
  const directory = temporaryFolder(files);
  return { directory, chosen: selectContender(word, { root: REPOSITORY, directory }) };
};

describe('selectContender', () => {
  it.each(['bench.ts', './bench.mjs', 'function:bench.js'])('takes %s for a function', async (word) => {
    const file = word.replace('function:', '');
    const { directory, chosen } = select(word, { [file]: '' });
    expect(await chosen).toMatchObject({
      shape: 'function',
      spec: { kind: 'function', argument: join(directory, file) },
    });
  });

  it.each([
    ['command:python train.py', 'command', 'python train.py'],
    ['command:node a.js', 'command', 'node a.js'],
    ['command:echo a:b', 'command', 'echo a:b'],
    ['probe', 'probe', ''],
    ['reference', 'program', ''],
    ['auto', 'program', ''],
  ])('knows %s', async (word, shape, argument) => {
    expect(await select(word).chosen).toMatchObject({ shape, spec: { argument } });
  });

  it('takes a module for a subject although it ends in .ts', async () => {
    const { chosen } = select('module:subject.ts', { 'subject.ts': '' });
    expect(await chosen).toMatchObject({ shape: 'program' });
  });

  it.each([
    ['absent.ts', 'subject_missing'],
    ['function:notes.txt', 'subject_missing'],
    ['command: ', 'subject_missing'],
    ['comand:ls', 'unknown_subject'],
  ])('refuses %j', async (word, code) => {
    await expect(select(word, { 'notes.txt': '' }).chosen).rejects.toMatchObject({ code });
  });

  it('is not what a baseline measures', async () => {
    const places = { root: REPOSITORY, directory: temporaryFolder({ 'bench.ts': '' }) };
    await expect(selectSubject('function:bench.ts', places)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('no subject'),
    });
  });
});
