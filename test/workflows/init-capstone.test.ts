import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { initCapstone, listStartingFiles } from '../../src/workflows/init-capstone.ts';
import { fakeContext, REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PACKAGE = { 'course/tinytorch/__init__.py': '', 'course/tinytorch/core/tensor.py': '' };
const shipped = (path: string) => readFileSync(join(REPOSITORY, 'starters', path), 'utf8');

async function init(cwd: string, choice: string) {
  const { context, written } = fakeContext([], { cwd });
  const exit = await initCapstone(context, choice);
  return { exit, ...(await written()) };
}

it('writes the Python file beside the package, and says what and what to type next', async () => {
  const folder = temporaryFolder(PACKAGE);
  const { exit, stdout, stderr } = await init(join(folder, 'course'), 'python');
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' });
  expect(stderr).toBe(
    'Wrote capstone.py: a baseline and an optimised model that both work.\nMeasure them now: tito benchmark capstone\n',
  );
  expect(readFileSync(join(folder, 'course/capstone.py'), 'utf8')).toBe(shipped('python/capstone.py'));
});

it.each(['course/notes/week 9', 'course/tinytorch/core'])(
  'finds the package above %s, and names the file from there',
  async (inside) => {
    const folder = temporaryFolder(PACKAGE);
    mkdirSync(join(folder, inside), { recursive: true });
    const { stderr } = await init(join(folder, inside), 'python');
    expect(stderr).toContain('Wrote ../../capstone.py:');
    expect(existsSync(join(folder, 'course/capstone.py'))).toBe(true);
    expect(readdirSync(join(folder, inside))).not.toContain('capstone.py');
  },
);

it('writes the Python file into the working directory where there is no package, and says what is missing', async () => {
  const folder = temporaryFolder();
  const { stderr } = await init(folder, 'python');
  expect(readdirSync(folder)).toEqual(['capstone.py']);
  expect(stderr).toContain('put tinytorch/ beside it');
});

it('writes the TypeScript file into the working directory', async () => {
  const folder = temporaryFolder();
  const { stderr } = await init(folder, 'ts');
  expect(readFileSync(join(folder, 'tito.subject.ts'), 'utf8')).toBe(shipped('ts/tito.subject.ts'));
  expect(stderr).toMatch(/tito benchmark capstone\n$/);
});

it('names the TypeScript file in the next command where a package would be taken first', async () => {
  const folder = temporaryFolder(PACKAGE);
  const { stderr } = await init(join(folder, 'course'), 'ts');
  expect(stderr).toMatch(/tito benchmark capstone --subject module:tito\.subject\.ts\n$/);
});

it('overwrites nothing', async () => {
  const folder = temporaryFolder({ 'capstone.py': 'mine' });
  await expect(init(folder, 'python')).rejects.toMatchObject({
    code: 'file_exists',
    exit: 2,
    message: `${join(folder, 'capstone.py')} is already there.`,
    hint: expect.stringContaining(join(REPOSITORY, 'starters/python/capstone.py')),
  });
  expect(readFileSync(join(folder, 'capstone.py'), 'utf8')).toBe('mine');
});

it('does not write through a link that leads nowhere', async () => {
  const folder = temporaryFolder();
  symlinkSync(join(folder, 'elsewhere.py'), join(folder, 'capstone.py'));
  await expect(init(folder, 'python')).rejects.toMatchObject({ code: 'file_exists' });
  expect(readdirSync(folder)).toEqual(['capstone.py']);
});

it('refuses a language that it has no file for', async () => {
  await expect(init(temporaryFolder(), 'pyton')).rejects.toMatchObject({
    code: 'unknown_id',
    hint: "Did you mean 'python'? Known: python, ts.",
  });
});

it('says what is wrong where the folder is not there', async () => {
  await expect(init(join(temporaryFolder(), 'gone'), 'ts')).rejects.toMatchObject({
    code: 'not_saved',
    exit: 5,
    message: expect.stringMatching(/^The starting file could not be saved to .*tito\.subject\.ts: ENOENT/),
  });
});

it.skipIf(process.platform === 'win32')(
  'leaves nothing behind where it may not write, or the disk is full',
  () => {
    const folder = temporaryFolder();
    const script = `
    import { initCapstone } from ${JSON.stringify(join(REPOSITORY, 'src/workflows/init-capstone.ts'))};
    const context = { root: ${JSON.stringify(REPOSITORY)}, cwd: ${JSON.stringify(folder)}, stderr: process.stderr };
    initCapstone(context, 'ts').catch((error) => console.log(error.message));
  `;
    const words = [process.execPath, '--input-type=module', '-e', script];
    // Root may write everywhere: a test that runs as root tries as somebody else.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    chmodSync(folder, 0o555);
    const forbidden = spawnSync(words[0] ?? '', words.slice(1), { encoding: 'utf8', ...nobody });
    expect(forbidden.stdout).toMatch(/EACCES/);
    chmodSync(folder, 0o755);
    // The shell's limit of file sizes ends the write after some blocks, as a full disk would.
    const limited = spawnSync('sh', ['-c', 'ulimit -f 2; exec "$0" "$@"', ...words], { encoding: 'utf8' });
    expect(limited.stdout).toMatch(/EFBIG/);
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('lists one file for each language', () => {
  expect(listStartingFiles(REPOSITORY).map(({ id, name }) => [id, name])).toEqual([
    ['python', 'capstone.py'],
    ['ts', 'tito.subject.ts'],
  ]);
});
