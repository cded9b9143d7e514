import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_TITO, ensureDist } from './support/dist.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

beforeAll(ensureDist);

const JOIN = ['join', '--country', 'Kenya', '--institution', 'University of Nairobi', '--yes'];
const COMMANDS = {
  'join --dry-run': ['join', '--dry-run'],
  stats: ['stats'],
  update: ['update', '--modules', '7', '--milestones', '3'],
  cohort: ['cohort'],
  leaderboard: ['leaderboard'],
  submit: ['submit'],
  export: ['export'],
};

/** Somebody who has joined, and how long a program takes to end there (ms, wall clock). */
function member() {
  const folder = temporaryFolder();
  const cwd = join(folder, 'course');
  mkdirSync(cwd);
  const env = { PATH: process.env.PATH, HOME: folder, TZ: 'Africa/Nairobi' };
  const time = (args: readonly string[], more: Record<string, string> = {}) => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { cwd, env: { ...env, ...more }, stdio: 'pipe' });
    return { duration: performance.now() - start, status };
  };
  expect(time([BUILT_TITO, 'community', ...JOIN]).status).toBe(0);
  return { folder, time };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe('a community command', () => {
  it('takes about as long as two or three bare Nodes, in turns', { timeout: 240_000, retry: 3 }, () => {
    const { time } = member();
    const durations = new Map<string, number[]>();
    const turn = (name: string, args: readonly string[]) => {
      durations.set(name, [...(durations.get(name) ?? []), time(args).duration]);
    };
    for (let round = 0; round < 12; round++) {
      // The first round fills the caches.
      if (round === 1) durations.clear();
      turn('bare', ['-e', '0']);
      for (const [name, words] of Object.entries(COMMANDS)) turn(name, [BUILT_TITO, 'community', ...words]);
    }
    const bare = median(durations.get('bare') ?? []);
    for (const name of Object.keys(COMMANDS)) {
      // Measured as 2.0 to 2.9; what is refused here is a start that has grown by a third, not a busy neighbour.
      expect.soft(median(durations.get(name) ?? []) / bare, name).toBeLessThan(4);
    }
  });

  it('loads neither the server, nor what measures, nor the large form of zod', () => {
    const { folder, time } = member();
    for (const [name, words] of Object.entries(COMMANDS)) {
      const coverage = join(folder, `coverage ${name}`);
      time([BUILT_TITO, 'community', ...words], {
        NODE_V8_COVERAGE: coverage,
        NODE_DISABLE_COMPILE_CACHE: '1',
      });
      const files = readdirSync(coverage).flatMap((file) => {
        const report: { result: { url: string }[] } = JSON.parse(readFileSync(join(coverage, file), 'utf8'));
        return report.result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
      });
      const sources = files.map((url) => readFileSync(fileURLToPath(url), 'utf8')).join('\n');
      expect(sources, name).toContain('src/workflows/community/');
      for (const heavy of [
        'node_modules/fastify/',
        'node_modules/postgres/',
        'node_modules/execa/',
        'src/timing/',
        'zod/v4/classic/',
      ]) {
        expect(sources.includes(heavy), `${name}: ${heavy}`).toBe(false);
      }
    }
  });
});
