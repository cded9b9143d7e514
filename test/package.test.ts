import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from './support/context.ts';
import { ensureDist } from './support/dist.ts';
import { sharedTemporaryFolder } from './support/temporary-folder.ts';

// What a user gets: the tarball that npm would publish, installed into an empty folder. Only here a file that was
// left out of the package, or code that needs the repository around it, is seen to be missing.
const folder = sharedTemporaryFolder();
const installed = join(folder, 'node_modules/tito');
let contents: string[] = [];

beforeAll(() => {
  ensureDist();
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const packed = JSON.parse(execFileSync('npm', pack, { cwd: REPOSITORY, encoding: 'utf8' }));
  const [tarball]: { filename: string; files: { path: string }[] }[] = Object.values(packed);
  contents = tarball?.files.map((file) => file.path) ?? [];
  const install = ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball?.filename ?? '')];
  execFileSync('npm', install, { cwd: folder, stdio: 'pipe' });
});

const tito = (...words: string[]) =>
  spawnSync(process.execPath, [join(folder, 'node_modules/.bin/tito'), ...words], {
    cwd: folder,
    encoding: 'utf8',
  });

describe('the packed tarball', () => {
  it('has what is needed and nothing else', () => {
    expect(contents).toEqual(
      expect.arrayContaining(['LICENSE', 'package.json', 'dist/bin/tito.js', 'dist/THIRD-PARTY-NOTICES']),
    );
    const others = contents.filter((path) => !/^(dist\/.*|package\.json|LICENSE|README\.md)$/.test(path));
    expect(others).toEqual([]);
  });

  it('needs no other package', () => {
    expect(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).dependencies).toBeUndefined();
  });

  it('names the licence of each package whose code is in it', () => {
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES'), 'utf8');
    expect(notices).toMatch(/^commander \S+ \(MIT\)$/m);
    expect(notices).toMatch(/^zod \S+ \(MIT\)$/m);
  });

  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(tito('--version').stdout).toBe(`${version}\n`);
  });

  it('runs a baseline', () => {
    const { status, stdout, stderr } = tito('benchmark', 'baseline', '--budget', '2', '--format', 'json');
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      benchmark_type: 'baseline',
      setup_verified: true,
      workloads: [{ status: 'ok' }, { status: 'ok' }, { status: 'ok' }],
    });
  });

  it('gives types and values to a TypeScript subject', () => {
    const use = `import { defineSubject } from 'tito'; console.log(defineSubject({ name: 'mine' }).name);`;
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', use], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.stdout).toBe('mine\n');
    expect(readFileSync(join(installed, 'dist/src/index.d.ts'), 'utf8')).toContain('defineSubject');
  });

  it('runs a batch from TypeScript, with types that hold without a look at others', () => {
    copyFileSync(join(REPOSITORY, 'test/fixtures/api/example.mts'), join(folder, 'example.mts'));
    const types = ['--types', 'node', '--typeRoots', join(REPOSITORY, 'node_modules/@types')];
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2024'];
    const words = ['--noEmit', ...strict, ...types, 'example.mts'];
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const checked = spawnSync(join(REPOSITORY, 'node_modules/.bin/tsc'), words, options);
    expect(checked.stdout).toBe('');
    expect(checked.status).toBe(0);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['example.mts'], options);
    expect(status, stderr).toBe(0);
    const [file = ''] = readdirSync(join(folder, 'benchmarks')).filter((name) => name.startsWith('tasks_'));
    const { run, tasks } = JSON.parse(readFileSync(join(folder, 'benchmarks', file), 'utf8'));
    expect(run.samples.length).toBe(7 * 2 * 3);
    expect(tasks.map(({ id }: { id: string }) => id)).toContain('eval_review');
    expect(stdout).toContain('# AI Development Tools Benchmark Report');
  });
});
