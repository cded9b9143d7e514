import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Somebody who has joined, how long that took, and how long a program takes to end there (ms, wall clock). */
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
  const { duration: joined, status } = time([BUILT_TITO, 'community', ...JOIN]);
  expect(status).toBe(0);
  return { folder, time, joined };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * Of a bare Node's time. Those that write wait for the disk besides, six times and more, which a bare Node does not: 2.6 to
 * 3.0 for an update, 2.9 to 3.1 for the first join, measured beside other load.
 */
const MOST = { reading: 3, writing: 3.5 };
const WRITING = ['first join', 'update'];

describe('a community command', () => {
  it('takes less than three bare Nodes, or half of one more with what it writes, in turns', {
    timeout: 240_000,
    retry: 3,
  }, () => {
    const { time } = member();
    const durations = new Map<string, number[]>();
    const turn = (name: string, duration: number) => {
      durations.set(name, [...(durations.get(name) ?? []), duration]);
    };
    for (let round = 0; round < 12; round++) {
      // The first round fills the caches.
      if (round === 1) durations.clear();
      turn('bare', time(['-e', '0']).duration);
      for (const [name, words] of Object.entries(COMMANDS)) {
        turn(name, time([BUILT_TITO, 'community', ...words]).duration);
      }
      turn('first join', member().joined);
    }
    const bare = median(durations.get('bare') ?? []);
    for (const name of [...Object.keys(COMMANDS), 'first join']) {
      const most = MOST[WRITING.includes(name) ? 'writing' : 'reading'];
      expect.soft(median(durations.get(name) ?? []) / bare, name).toBeLessThan(most);
    }
  });

  it('needs neither Node’s cryptography nor its streams, which take as long to load as a third of a start', () => {
    const { folder, time } = member();
    const list = join(folder, 'list.cjs');
    const listed = join(folder, 'loaded.json');
    const write = `require('fs').writeFileSync(${JSON.stringify(listed)}, JSON.stringify(process.moduleLoadList))`;
    writeFileSync(list, `process.on('exit', () => ${write});`);
    const { stats, update, cohort, leaderboard } = COMMANDS;
    const commands = { stats, update, cohort, leaderboard, 'join again': JOIN, 'first join': JOIN };
    for (const [name, words] of Object.entries(commands)) {
      if (name === 'first join') rmSync(join(folder, '.local'), { recursive: true });
      expect(time(['-r', list, BUILT_TITO, 'community', ...words]).status, name).toBe(0);
      const loaded: string[] = JSON.parse(readFileSync(listed, 'utf8'));
      expect(loaded, name).toContain('NativeModule sqlite');
      for (const heavy of ['NativeModule crypto', 'NativeModule stream'])
        expect(loaded.includes(heavy), `${name}: ${heavy}`).toBe(false);
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
