import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';
import { git, repository } from '../support/git-repository.ts';
import { benchmark, comparisonOf, repeating } from './_compare.ts';

const worktreesOf = (folder: string) =>
  git(folder, 'worktree', 'list', '--porcelain').match(/^worktree /gm)?.length;
const leftOver = () => readdirSync(tmpdir()).filter((name) => name.startsWith('tito-against-'));
const two = () => repository({ 'sum.mjs': repeating(1) }, { 'sum.mjs': repeating(2) });

describe('tito benchmark compare --against', () => {
  it('measures the code of a commit beside that of the working tree, and leaves nothing behind', {
    retry: 2,
  }, async () => {
    const folder = two();
    const revision = git(folder, 'rev-parse', 'HEAD~1').slice(0, 12);
    const { exit, report } = await comparisonOf(['--against', 'HEAD~1', 'sum.mjs', '--budget', '2'], folder);
    expect(exit).toBe(0);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'slower' });
    expect(report.a).toMatchObject({ label: 'sum.mjs at HEAD~1', revision });
    expect(report.b.label).toBe('sum.mjs');
    expect(worktreesOf(folder)).toBe(1);
  });

  it('sees what is not committed yet', { retry: 2 }, async () => {
    const folder = two();
    writeFileSync(join(folder, 'sum.mjs'), repeating(1));
    const { report } = await comparisonOf(['--against', 'HEAD', 'sum.mjs', '--budget', '2'], folder);
    expect(report.comparisons[0]).toMatchObject({ verdict: 'faster' });
    expect(report.b.revision).toMatch(/-dirty$/);
  });

  it('works in a folder of the repository, with the subject that is found there', {
    timeout: 60_000,
  }, async () => {
    const subject = (
      rounds: number,
    ) => `import reference from '${join(REPOSITORY, 'src/reference/subject.ts')}';
      export default { ...reference, name: 'mine', sum: (a) => {
        for (let i = 1; i < ${rounds}; i++) reference.sum(a);
        return reference.sum(a);
      } };`;
    const folder = repository(
      { 'course/tito.subject.ts': subject(1) },
      { 'course/tito.subject.ts': subject(9) },
    );
    const words = ['--against', 'HEAD~1', '--workload', 'tensor_ops', '--budget', '5'];
    const { report, exit } = await comparisonOf(words, join(folder, 'course'));
    expect(exit).toBe(0);
    expect(report.comparisons[0]).toMatchObject({ id: 'tensor_ops', verdict: 'slower' });
    expect(report.a.label).toBe('module:tito.subject.ts at HEAD~1');
  });

  it('runs a command line in both trees', { retry: 2 }, async () => {
    const spin = (ms: number) => `const end = performance.now() + ${ms}; while (performance.now() < end);`;
    const folder = repository({ 'train.mjs': spin(200) }, { 'train.mjs': spin(0) });
    const { report } = await comparisonOf(
      ['--against', 'HEAD~1', '-c', 'node train.mjs', '--budget', '6'],
      folder,
    );
    expect(report.comparisons[0]).toMatchObject({ verdict: 'faster' });
  });

  it.each([
    [['--against', 'HEAD~9', 'sum.mjs'], 2, "'HEAD~9' names no commit"],
    [['--against', 'HEAD~1', 'later.mjs'], 3, "can't be measured at HEAD~1"],
    [['--against', 'HEAD~1', 'reference'], 3, 'no code of the repository'],
    [
      ['--against', 'HEAD~1', join(REPOSITORY, 'test/fixtures/subjects/correct.ts')],
      3,
      'no code of the repository',
    ],
  ])('explains %j with exit code %i, and leaves nothing behind', async (words, code, text) => {
    const folder = two();
    writeFileSync(join(folder, 'later.mjs'), repeating(1));
    const { exit, stderr } = await benchmark(['compare', ...words], folder);
    expect(stderr).toContain(text);
    expect(exit).toBe(code);
    expect(stderr).not.toContain('tito-against-');
    expect(worktreesOf(folder)).toBe(1);
  });

  it('says so where the folder was not there yet', async () => {
    const folder = two();
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new/sum.mjs'), repeating(1));
    const { exit, stderr } = await benchmark(
      ['compare', '--against', 'HEAD', 'sum.mjs'],
      join(folder, 'new'),
    );
    expect(exit).toBe(3);
    expect(stderr).toContain('this folder is not there yet');
    expect(worktreesOf(folder)).toBe(1);
  });

  it('removes the old code when it is interrupted', { timeout: 60_000 }, async () => {
    // Equal code, and a margin that nothing is within: not settled before it is interrupted.
    const folder = repository({ 'sum.mjs': repeating(1) }, { 'sum.mjs': `${repeating(1)}\n` });
    const compared = ['--against', 'HEAD~1', 'sum.mjs', '--budget', '60', '--margin', '0.001'];
    const words = ['bin/tito.ts', 'benchmark', 'compare', ...compared];
    const child: ChildProcess = spawn(
      process.execPath,
      [join(REPOSITORY, words[0] ?? ''), ...words.slice(1)],
      {
        cwd: folder,
        stdio: 'ignore',
      },
    );
    await expect.poll(() => worktreesOf(folder), { timeout: 30_000, interval: 50 }).toBe(2);
    const own = git(folder, 'worktree', 'list', '--porcelain').match(/tito-against-\w+/)?.[0] ?? '';
    await new Promise((done) => setTimeout(done, 1500));
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(130);
    expect(worktreesOf(folder)).toBe(1);
    expect(own).not.toBe('');
    expect(leftOver()).not.toContain(own);
  });
});
