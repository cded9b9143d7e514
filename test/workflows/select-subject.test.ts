import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { selectSubject } from '../../src/workflows/select-subject.ts';
import { folderWith } from '../config/_folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const select = async (word: string, files: Record<string, string> = {}) => {
  const directory = folderWith(files);
  return { directory, ...(await selectSubject(word, { root, directory })) };
};

it('falls back to the reference where auto finds nothing', async () => {
  expect((await select('auto')).spec).toEqual({ kind: 'reference', argument: '' });
});

it('prefers a TinyTorch package to a subject file', async () => {
  const files = { 'tito.subject.ts': '', 'tinytorch/__init__.py': '', 'tinytorch/core/tensor.py': '' };
  expect((await select('auto', files)).spec.kind).toBe('python');
});

it('keeps colons of the argument', async () => {
  const { spec, directory } = await select('module:a:b.ts', { 'a:b.ts': '' });
  expect(spec).toEqual({ kind: 'module', argument: join(directory, 'a:b.ts') });
});

it('refuses an unknown kind and names the nearest', async () => {
  await expect(select('modul:x.ts')).rejects.toMatchObject({
    code: 'unknown_subject',
    hint: expect.stringContaining("Did you mean 'module'?"),
  });
});
