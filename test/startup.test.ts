import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_TITO, DIST, ensureDist } from './support/dist.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

beforeAll(ensureDist);

/** The files of `dist` that Node loads for these words, as V8's coverage lists them. */
function filesLoadedFor(words: readonly string[]): string[] {
  const coverage = temporaryFolder();
  spawnSync(process.execPath, [BUILT_TITO, ...words], {
    cwd: temporaryFolder(),
    env: { ...process.env, NODE_V8_COVERAGE: coverage, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  const urls = readdirSync(coverage).flatMap((file) => {
    const report: { result: { url: string }[] } = JSON.parse(readFileSync(join(coverage, file), 'utf8'));
    return report.result.map((script) => script.url);
  });
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  return files.map((file) => relative(DIST, file));
}

/** Names of the packages with code in these files; the bundler leaves the path of each module as a comment. */
function packagesIn(files: readonly string[]): string[] {
  const names = files.flatMap((file) => {
    const modules = readFileSync(join(DIST, file), 'utf8').matchAll(
      /^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm,
    );
    return [...modules].map((match) => match[1] ?? '');
  });
  return [...new Set(names)].sort();
}

/**
 * How many times as long as another command each takes from start to end (wall clock, warm file cache): the median over
 * rounds, in which they take turns, as a shared machine may be twice as fast in one round as in the next.
 */
function ratiosOf<Name extends string>(commands: Record<Name, readonly string[]>, rounds: number) {
  const cwd = temporaryFolder();
  const durations = Array.from({ length: rounds + 1 }, () => {
    const took = new Map<string, number>();
    for (const [name, args] of Object.entries<readonly string[]>(commands)) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'pipe' });
      took.set(name, performance.now() - start);
      expect(status, name).toBe(0);
    }
    return took;
  });
  // The first round fills the caches.
  return (name: Name, control: Name) =>
    median(
      durations.slice(1).map((took) => (took.get(name) ?? Number.NaN) / (took.get(control) ?? Number.NaN)),
    );
}

describe('help', () => {
  it('is kept by the build as the program would lay it out', () => {
    const said = (...words: string[]) =>
      spawnSync(process.execPath, [BUILT_TITO, ...words]).stdout.toString();
    expect(said('--help')).toBe(said('help'));
    expect(said()).toBe(said('help'));
    expect(said('help')).toContain('benchmark');
  });
});

describe('files loaded', () => {
  it('for --version are four at most', () => {
    const files = filesLoadedFor(['--version']);
    expect(files).toContain('bin/tito.js');
    expect(files.length, files.join(', ')).toBeLessThanOrEqual(4);
  });

  it('for --help are as few as for --version', () => {
    expect(filesLoadedFor(['--help'])).toEqual(filesLoadedFor(['--version']));
  });

  it.each([
    ['help that is laid out', ['help']],
    ['help of a group', ['benchmark', '--help']],
    ['help of a command', ['benchmark', 'baseline', '--help']],
  ])('for %s have no dependency in them but those of the shell', (_name, words) => {
    expect(packagesIn(filesLoadedFor(words))).toEqual(['commander', 'leven']);
  });

  it('for a dry run have nothing in them that only measuring needs', () => {
    const packages = packagesIn(filesLoadedFor(['benchmark', 'baseline', '--dry-run']));
    expect(packages).toContain('zod');
    for (const heavy of ['systeminformation', 'execa', 'ora', 'tinybench', 'eta']) {
      expect(packages).not.toContain(heavy);
    }
  });
});

describe('time, beside a bare Node', () => {
  it('stays within bounds', { timeout: 120_000, retry: 2 }, () => {
    const ratio = ratiosOf(
      {
        bare: ['-e', '0'],
        version: [BUILT_TITO, '--version'],
        help: [BUILT_TITO, '--help'],
        dryRun: [BUILT_TITO, 'benchmark', 'baseline', '--dry-run', '--subject', 'reference'],
      },
      20,
    );
    expect.soft(ratio('version', 'bare'), '--version').toBeLessThanOrEqual(1.6);
    expect.soft(ratio('help', 'bare'), '--help').toBeLessThanOrEqual(1.7);
    // Measured: 3.1 on a Xeon, 4.2 on an EPYC.
    expect.soft(ratio('dryRun', 'bare'), 'benchmark baseline --dry-run').toBeLessThanOrEqual(4.6);
  });
});
