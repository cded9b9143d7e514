import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';
import { sharedTemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { hasNumpy, runCapstone, studentFolder } from './_capstone.ts';

const QUICK = ['--track', 'compression', '--train-limit', '8', '--format'];
const MEANS = join(REPOSITORY, 'test/fixtures/capstone/js/means.ts');

/** A student whose model is the mean image of each digit, in TypeScript. */
function meansFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(MEANS, join(folder, 'tito.subject.ts'));
}

/** Twelve students: seven in TypeScript, one in Python, and four with whom something is wrong. */
function makeClass(folder: string): void {
  for (const name of ['ada', 'barbara', 'edsger', 'grace', 'ken', 'margaret', 'Ðorđe']) {
    meansFolder(join(folder, name));
  }
  if (hasNumpy) studentFolder(join(folder, 'python student'), 'capstone');
  else meansFolder(join(folder, 'python student'));
  const subjects = {
    hangs: "for (;;);\nexport default { name: 'never' };",
    raises:
      "export default { name: 'raises', capstone: { baseline: () => { throw new Error('not yet'); }, optimized: () => {} } };",
    'prints garbage': "process.stdout.write('\\u0000{{{'.repeat(1e5)); process.exit(0);",
  };
  for (const [name, text] of Object.entries(subjects)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'tito.subject.js'), text);
  }
  mkdirSync(join(folder, 'no file'));
}

describe('a roster of twelve, of which four have a problem', () => {
  const cwd = sharedTemporaryFolder();
  let csv: string[][];
  let outcome: Awaited<ReturnType<typeof runCapstone>>;

  beforeAll(async () => {
    makeClass(join(cwd, 'class'));
    let seed = 0;
    const words = ['--roster', 'class', '--call-limit', '4', ...QUICK, 'csv'];
    outcome = await runCapstone(words, { cwd, random: () => ++seed });
    csv = outcome.stdout
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
  }, 240_000);

  it('ranks eight and explains four, with exit code 0 and nothing else on stdout', () => {
    const [header = [], ...rows] = csv;
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    expect(outcome.exit).toBe(0);
    expect(rows.length).toBe(12);
    expect(column('rank').filter((rank) => rank !== '')).toHaveLength(8);
    expect(column('rank').slice(0, 8).map(Number)).toEqual(
      column('rank')
        .slice(0, 8)
        .map(Number)
        .sort((a, b) => a - b),
    );
    expect(column('name').slice(8)).toEqual(['hangs', 'no file', 'prints garbage', 'raises']);
  });

  it('gives the reason of each failure', () => {
    const reasonOf = (name: string) => csv.find((row) => row[1] === name)?.join(',') ?? '';
    expect(reasonOf('hangs')).toMatch(/no answer within 4 s/);
    expect(reasonOf('raises')).toContain('not yet');
    expect(reasonOf('prints garbage')).toMatch(/ended/);
    expect(reasonOf('no file')).toContain('there is no capstone.py');
  });

  it('keeps every run, and draws other test images for each', () => {
    const [folder = ''] = readdirSync(join(cwd, 'benchmarks'));
    const students = readdirSync(join(cwd, 'benchmarks', folder)).filter((name) => name !== 'roster.json');
    expect(students.length).toBe(11);
    const runs = ['ada', 'grace'].map((name) => {
      const place = join(cwd, 'benchmarks', folder, name);
      const [file = ''] = readdirSync(place);
      return JSON.parse(readFileSync(join(place, file), 'utf8')).run;
    });
    expect(runs[0].test.train_sha256).toBe(runs[1].test.train_sha256);
    expect(runs[0].test.test_sha256).not.toBe(runs[1].test.test_sha256);
  });

  it('goes on where it stopped: finished ones are not run again', async () => {
    const [folder = ''] = readdirSync(join(cwd, 'benchmarks'));
    const grace = join(cwd, 'benchmarks', folder, 'grace');
    const before = readdirSync(join(cwd, 'benchmarks', folder, 'ada'));
    rmSync(grace, { recursive: true });
    rmSync(join(cwd, 'class', 'hangs'), { recursive: true });
    const words = ['--roster', 'class', '--resume', '--call-limit', '4', ...QUICK, 'json'];
    const { exit, stdout } = await runCapstone(words, { cwd });
    expect(exit).toBe(0);
    const { students } = JSON.parse(stdout);
    expect(students.filter(({ rank }: { rank: number | null }) => rank !== null)).toHaveLength(8);
    expect(readdirSync(join(cwd, 'benchmarks'))).toEqual([folder]);
    expect(readdirSync(join(cwd, 'benchmarks', folder, 'ada'))).toEqual(before);
    expect(existsSync(grace)).toBe(true);
  }, 120_000);
});

describe('tito benchmark capstone --roster', () => {
  it('--dry-run lists the students and runs none', async () => {
    const cwd = temporaryFolder({ 'class/ada/x': '', 'class/grace/x': '' });
    const { exit, stdout } = await runCapstone(['--roster', 'class', '--dry-run'], { cwd });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/ada\n.*grace/);
    expect(existsSync(join(cwd, 'benchmarks'))).toBe(false);
  });

  it('refuses a folder without students', async () => {
    const { exit, stderr } = await runCapstone(['--roster', 'nowhere']);
    expect(exit).toBe(2);
    expect(stderr).toContain('There are no students in');
  });

  it('does not take the models of a folder above the student’s', async () => {
    const cwd = temporaryFolder({ 'class/ada/notes.txt': '' });
    meansFolder(join(cwd, 'class'));
    meansFolder(cwd);
    const { stdout } = await runCapstone(['--roster', 'class', ...QUICK, 'json'], { cwd });
    expect(JSON.parse(stdout).students).toMatchObject([{ name: 'ada', rank: null }]);
  });
});
