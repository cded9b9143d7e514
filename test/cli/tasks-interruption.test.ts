import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/analysis/random.ts';
import { ensureDist } from '../support/dist.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  modelAt,
  PLAIN,
  PLAIN_FILE,
  readReport,
  resultsIn,
  samplesKept,
  serve,
  startTito,
} from './_tasks.ts';

beforeAll(ensureDist);

const CONCURRENCY = 4;
const TOTAL = 96;
const KILLS = 10;
const everyIndex = Array.from({ length: TOTAL }, (_, index) => index);
const firstWords = (url: string) => [
  ...['tasks', 'run', 'plain', ...modelAt(url), '--samples', `${TOTAL / 2}`],
  ...['--concurrency', `${CONCURRENCY}`, '--seed', '3', '--format', 'json'],
];
const RESUME = ['tasks', 'run', '--resume', '--format', 'json'];

/** Resolves when so many samples are in the journal. */
const untilKept = (cwd: string, samples: number) =>
  expect.poll(() => samplesKept(cwd), { timeout: 30_000, interval: 3 }).toBeGreaterThanOrEqual(samples);

describe('a run that is killed', () => {
  it('ten times at random moments ends with exact totals, no sample twice, and little asked again', async () => {
    const server = await serve({ delay_ms: 30 });
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const random = seededRandom(20260131);
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, ended } = startTito(kill === 0 ? firstWords(server.url) : RESUME, cwd);
      await untilKept(cwd, (moments.at(-1) ?? 0) + 1 + random.integer(4));
      await delay(30 * random.next());
      child.kill('SIGKILL');
      await ended;
      moments.push(samplesKept(cwd));
    }
    // Each of them in the middle.
    expect(new Set(moments).size).toBe(KILLS);
    expect(moments.at(-1)).toBeLessThan(TOTAL);
    const { code, stdout } = await startTito(RESUME, cwd).ended;
    const { run, report } = readReport(stdout);
    expect(code).toBe(0);
    expect(run.samples.map(({ index }) => index)).toEqual(everyIndex);
    expect(report.overall_metrics).toMatchObject({
      total_tasks: TOTAL,
      completed_tasks: TOTAL,
      attempts: TOTAL,
    });
    const { records, most_connections } = await server.report();
    expect(records.length).toBeGreaterThanOrEqual(TOTAL);
    expect(records.length).toBeLessThanOrEqual(TOTAL + KILLS * CONCURRENCY);
    expect(most_connections).toBeLessThanOrEqual(CONCURRENCY);
    expect(resultsIn(cwd)).toEqual([expect.stringMatching(/\.json$/)]);
  });
});

describe('a run that is interrupted', () => {
  it('reports what is there, exits with 130, and goes on from there', async () => {
    const server = await serve({ delay_ms: 30 });
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const { child, ended } = startTito(firstWords(server.url), cwd);
    await untilKept(cwd, 8);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    const { run, report } = readReport(stdout);
    expect(code).toBe(130);
    expect(run).toMatchObject({ interrupted: true, stopped: null });
    expect(run.samples.length).toBe(samplesKept(cwd));
    expect(run.samples.length).toBeGreaterThanOrEqual(8);
    expect(run.samples.length).toBeLessThan(TOTAL);
    expect(report.overall_metrics).toMatchObject({
      planned_tasks: TOTAL,
      completed_tasks: run.samples.length,
    });
    expect(report.warnings.join()).toMatch(/interrupted/i);
    const [journal] = resultsIn(cwd);
    expect(stderr).toContain(`tito tasks run --resume benchmarks/${journal}`);
    const resumed = await startTito(
      [...RESUME.slice(0, 2), '--resume', `benchmarks/${journal}`, '-f', 'json'],
      cwd,
    ).ended;
    expect(resumed.code).toBe(0);
    const after = readReport(resumed.stdout).run;
    expect(after.samples.map(({ index }) => index)).toEqual(everyIndex);
    // What was finished is as it was.
    const before = new Map(run.samples.map((sample) => [sample.index, sample]));
    for (const sample of after.samples) expect(before.get(sample.index) ?? sample).toEqual(sample);
    expect((await server.report()).records.length).toBeLessThanOrEqual(TOTAL + CONCURRENCY);
  });

  it('while the server says nothing ends at once, and a second time without a word', async () => {
    const server = await serve({ faults: { stall_before: 1 } });
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const { child, ended } = startTito(firstWords(server.url), cwd);
    await expect
      .poll(async () => (await server.report()).most_under_way, { timeout: 30_000 })
      .toBe(CONCURRENCY);
    child.kill('SIGINT');
    // As soon as the first one has been heard.
    await Promise.race([delay(2), once(child, 'exit')]);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(samplesKept(cwd)).toBe(0);
    expect(resultsIn(cwd).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1);
  });
});
