import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tasksComparison } from '../../src/schema/tasks-comparison.ts';
import { tasksRun } from '../../src/schema/tasks-run.ts';
import {
  type LlmServerProcess,
  startLlmServerProcess,
} from '../support/llm-server/start-llm-server-process.ts';
import { sharedTemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { TINY_BATCH } from '../support/tiny-batch.ts';
import { tito } from '../support/tito.ts';

const EMBEDDED = ['--provider', 'embedded', '--seed', '1'];
/** So much worse that no noise of the machine comes near it. */
const FAR = ['--threshold', '100000'];

/** Two saved runs of the batch `tiny`: one as it is, and one in which half the tokens were used. */
const saved = sharedTemporaryFolder();
const baseline = join(saved, 'base.json');
const thrifty = join(saved, 'thrifty.json');

beforeAll(async () => {
  mkdirSync(join(saved, 'suites'));
  writeFileSync(join(saved, 'suites/tiny.yaml'), TINY_BATCH['suites/tiny.yaml']);
  const words = ['tasks', 'batch', 'tiny', ...EMBEDDED, '-f', 'json', '-o', baseline];
  const { exit } = await tito(words, { cwd: saved });
  expect(exit).toBe(0);
  const document = JSON.parse(readFileSync(baseline, 'utf8'));
  for (const { tokens } of document.run.samples) {
    tokens.input = Math.round(tokens.input / 2);
    tokens.output = Math.round(tokens.output / 2);
  }
  writeFileSync(thrifty, JSON.stringify(document));
});

const batch = (cwd: string, ...words: string[]) =>
  tito(['tasks', 'batch', 'tiny', ...EMBEDDED, ...words], { cwd });
const resultsIn = (cwd: string) => {
  const folder = join(cwd, 'benchmarks');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('--baseline', () => {
  it('fails where more tokens are used, after the run is saved and the report written', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    const words = ['--baseline', thrifty, '--fail-on-regression', '-f', 'json', '-o', 'report.json'];
    const { exit, stdout, stderr } = await batch(cwd, ...words);
    expect(exit).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/Worse than .*thrifty\.json: baseline: more tokens, by 100 %/);
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'));
    const regression = tasksComparison.parse(report.regression);
    expect(regression.gate).toMatchObject({ failed: true, threshold_percent: 5 });
    expect(regression.arms.tools.verdicts.tokens).toBe('slower');
    const results = resultsIn(cwd);
    expect(results).toEqual(['tasks_20260131_120000.json']);
    // What is saved is a function of the run alone.
    const document = JSON.parse(readFileSync(join(cwd, 'benchmarks', results[0] ?? ''), 'utf8'));
    expect(document.regression).toBeUndefined();
    expect(tasksRun.parse(document.run).samples.length).toBe(12);
  });

  it('passes where nothing is worse by the threshold, and warns of no change that there is not', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    const { exit, stdout } = await batch(cwd, '--baseline', thrifty, '--fail-on-regression', ...FAR);
    expect(exit).toBe(0);
    expect(stdout).toContain('Nothing is worse');
    expect(stdout).not.toContain('Regression');
    expect(stdout).not.toContain('have changed');
  });

  it('says a regression and exits with 0 where it is no gate', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    const { exit, stdout, stderr } = await batch(cwd, '--baseline', thrifty);
    expect(exit).toBe(0);
    expect(stdout).toContain('Regression: tools: more tokens');
    expect(stderr).not.toContain('Worse than');
  });

  it.each(['console', 'markdown', 'github', 'junit'])('stands in the report as %s', async (format) => {
    const cwd = temporaryFolder(TINY_BATCH);
    const { exit, stdout } = await batch(
      cwd,
      '-n',
      '4',
      '-f',
      format,
      '--fail-on-regression',
      '--baseline',
      thrifty,
    );
    expect(exit).toBe(4);
    expect(stdout).toMatch(/With Tools, against .*thrifty\.json/);
    expect(stdout).toContain('Regression: tools: more tokens');
  });

  it('leaves a document that tito report finds nothing wrong with', async () => {
    const cwd = temporaryFolder(TINY_BATCH);
    await batch(cwd, '--baseline', baseline, ...FAR, '-f', 'json', '-o', 'report.json');
    const { exit, stderr } = await tito(['report', 'report.json'], { cwd });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  });

  it('is taken for a run of chosen tasks as well', async () => {
    const cwd = temporaryFolder();
    const words = ['tasks', 'run', 'safety_assessment', ...EMBEDDED, '-n', '2'];
    await tito([...words, '-f', 'json', '-o', 'a.json'], { cwd });
    const against = ['--baseline', 'a.json', '--fail-on-regression', ...FAR, '-f', 'json'];
    const { exit, stdout } = await tito([...words, ...against], { cwd });
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).regression).toMatchObject({ before: { file: 'a.json', samples: 4 } });
  });
});

describe('a baseline that a run can not be held against', () => {
  let server: LlmServerProcess;
  beforeAll(async () => {
    server = await startLlmServerProcess({});
    return () => server.close();
  });
  const asked = async () => (await server.report()).records.filter(({ prompt }) => prompt !== '').length;
  const refused = async (words: readonly string[], files: Record<string, string> = TINY_BATCH) => {
    const cwd = temporaryFolder(files);
    const model = ['--provider', 'ollama', '--model', 'llama3.2:1b', '--endpoint', server.url];
    const result = await tito(['tasks', ...words, ...model], { cwd });
    expect(await asked()).toBe(0);
    expect(resultsIn(cwd)).toEqual([]);
    return result;
  };

  it('of another batch is refused, with both batches and what to do', async () => {
    const { exit, stderr } = await refused(['batch', 'other', '--baseline', baseline]);
    expect(exit).toBe(3);
    expect(stderr).toContain("base.json is of the batch 'tiny', and this run is of the batch 'other'.");
    expect(stderr).toContain("Run 'tito tasks batch tiny' against it");
    expect(stderr).toContain('tito tasks batch other --format json --output');
  });

  it('of a batch is refused for a run of none', async () => {
    const { exit, stderr } = await refused(['run', 'safety_assessment', '--baseline', baseline]);
    expect(exit).toBe(3);
    expect(stderr).toContain("is of the batch 'tiny', and this run is of no batch.");
  });

  it('of other models is refused with their names', async () => {
    const { exit, stderr } = await refused(['batch', 'tiny', '--baseline', baseline]);
    expect(exit).toBe(3);
    expect(stderr).toContain('base.json (embedded) and this run (llama3.2:1b) have no model in common');
  });

  it.each([
    ['is not there', 'nope.json', 'there is no such file'],
    ['is no run', 'suites/tiny.yaml', 'is not a saved run'],
    ['is cut off', 'cut.json', 'ends in the middle'],
  ])('because it %s is refused', async (_why, file, said) => {
    const cut = { 'cut.json': readFileSync(baseline, 'utf8').slice(0, 5000) };
    const { exit, stderr } = await refused(['batch', 'tiny', '--baseline', file], { ...TINY_BATCH, ...cut });
    expect(exit).toBe(3);
    expect(stderr).toContain(said);
  });

  it('is refused by a batch of several profiles', async () => {
    const { exit, stderr } = await refused(['batch', 'ladder', '--baseline', baseline]);
    expect(exit).toBe(2);
    expect(stderr).toContain("the batch 'ladder' is one for each of light, medium: name one profile.");
  });

  it('is refused when an interrupted run goes on, which then still can', async () => {
    const broken = await startLlmServerProcess({ faults: { html: 1 } });
    const cwd = temporaryFolder(TINY_BATCH);
    const model = ['--provider', 'ollama', '--model', 'llama3.2:1b', '--endpoint', broken.url];
    const words = ['tasks', 'batch', 'other', ...model, '--max-error-rate', '0.1'];
    const first = await tito(words, { cwd, env: { TITO_TASKS_WARM_UP: '0' } });
    expect(first.exit).toBe(5);
    const before = (await broken.report()).records.length;
    const { exit, stderr } = await tito(['tasks', 'run', '--resume', '--baseline', baseline], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain("is of the batch 'tiny', and this run is of the batch 'other'.");
    expect((await broken.report()).records.length).toBe(before);
    expect(resultsIn(cwd)).toEqual([expect.stringMatching(/\.jsonl$/)]);
    broken.close();
  });
});

describe('a gate', () => {
  it.each([
    ['run', ['run', '--fail-on-regression']],
    ['batch', ['batch', 'tiny', '--fail-on-regression', '--threshold', '3']],
  ])('of %s without a baseline is a mistake', async (command, words) => {
    const { exit, stderr } = await tito(['tasks', ...words], { cwd: temporaryFolder(TINY_BATCH) });
    expect(exit).toBe(2);
    expect(stderr).toContain("'--fail-on-regression' needs a saved run");
    expect(stderr).toContain('--baseline FILE');
    expect(stderr).toContain(`tito tasks ${command} --help`);
  });

  it('is a mistake between profiles', async () => {
    const words = ['tasks', 'compare', '--profiles', 'light', 'medium', '--fail-on-regression'];
    const { exit, stderr } = await tito(words, { cwd: temporaryFolder() });
    expect(exit).toBe(2);
    expect(stderr).toContain('for two results files');
  });

  it('has no threshold without a baseline', async () => {
    const { exit, stderr } = await tito(['tasks', 'run', '--threshold', '3'], { cwd: temporaryFolder() });
    expect(exit).toBe(2);
    expect(stderr).toContain("'--threshold' needs a saved run");
  });
});
