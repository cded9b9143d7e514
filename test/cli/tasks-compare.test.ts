import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tasksAggregate } from '../../src/schema/tasks-aggregate.ts';
import { modelsReport } from '../../src/schema/tasks-models.ts';
import {
  type LlmServerProcess,
  startLlmServerProcess,
} from '../support/llm-server/start-llm-server-process.ts';
import { buildTasksRun, TASKS, type TasksOptions } from '../support/tasks-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const servers: LlmServerProcess[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const two = TASKS.slice(0, 2);
const file = (options: TasksOptions) =>
  JSON.stringify({ schema_version: 1, run: buildTasksRun({ tasks: two, samples: 4, ...options }) });
const models = ['llama3.2:1b', 'llama3.2:3b', 'codellama:7b'];

describe('tito tasks compare with one results file', () => {
  const files = { 'run.json': file({ models }), 'one.json': file({}) };

  it('compares all its models in pairs', async () => {
    const { exit, stdout } = await tito(['tasks', 'compare', 'run.json', '-f', 'json'], {
      cwd: temporaryFolder(files),
    });
    expect(exit).toBe(0);
    const report = modelsReport.parse(JSON.parse(stdout));
    expect(report.pairs).toHaveLength(3);
    expect(report).toMatchObject({ file: 'run.json', interrupted: false });
  });

  it('compares those that are named, in this order', async () => {
    const words = ['tasks', 'compare', 'run.json', '--models', 'codellama:7b', 'llama3.2:1b'];
    const { exit, stdout } = await tito(words, { cwd: temporaryFolder(files) });
    expect(exit).toBe(0);
    expect(stdout).toContain('llama3.2:1b against codellama:7b, plain prompt');
    expect(stdout).not.toContain('llama3.2:3b');
  });

  it.each([
    [
      ['run.json', '--models', 'llama3.2:1b', 'llama3.2:33b'],
      "There is no model 'llama3.2:33b'",
      'llama3.2:3b',
    ],
    [['run.json', '--models', 'llama3.2:1b'], 'One model is no comparison', 'compare --help'],
    [['one.json'], 'one.json holds one model, llama3.2:1b', 'second results file'],
    [['run.json', '--fail-on-regression'], 'are for two results files', ''],
    [['run.json', 'one.json', '--models', 'a', 'b'], 'within one results file', ''],
    [['run.json', '--profiles', 'light'], 'Give results files, or', ''],
    [['--models', 'llama3.2:1b'], 'two models or more', ''],
    [['--models', 'a', 'b', '--threshold', '3'], 'for two results files', ''],
    [['--models', 'a', 'b', '--provider', 'embedded'], 'The embedded analyst is one', ''],
    [[], 'Give results files, or', ''],
  ])('refuses what does not go together: %j', async (words, message, hint) => {
    const { exit, stderr } = await tito(['tasks', 'compare', ...words], { cwd: temporaryFolder(files) });
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });
});

describe('tito tasks compare --models', () => {
  it('asks all of them in one run, saves it, and reports them against each other', async () => {
    const server = await startLlmServerProcess({ models: models.slice(0, 2) });
    servers.push(server);
    const cwd = temporaryFolder({});
    const [first = '', second = ''] = models;
    const words = ['tasks', 'compare', '--models', first, second, '--tasks', 'safety_assessment'];
    const asking = ['--provider', 'ollama', '--endpoint', server.url, '-n', '3', '-c', '4', '--seed', '1'];
    const { exit, stdout } = await tito([...words, ...asking, '-f', 'json'], { cwd });
    expect(exit).toBe(0);
    const report = modelsReport.parse(JSON.parse(stdout));
    expect(report.models.map(({ id, arms }) => [id, arms.tools.total_tasks])).toEqual([
      [first, 3],
      [second, 3],
    ]);
    expect(report.pairs[0]).toMatchObject({ first, second });
    const again = await tito(['tasks', 'compare', report.file ?? '', '-f', 'json'], { cwd });
    expect(JSON.parse(again.stdout)).toEqual(report);
  });

  it('never lets the embedded analyst answer for models that are named', async () => {
    const cwd = temporaryFolder({});
    const words = ['tasks', 'compare', '--models', 'a', 'b', '--endpoint', 'http://127.0.0.1:9'];
    const { exit, stderr } = await tito(words, { cwd });
    expect(exit).toBe(5);
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:9');
    expect(existsSync(join(cwd, 'benchmarks'))).toBe(false);
  });
});

describe('tito tasks compare with several files or a folder', () => {
  const runs = {
    'r/a.json': file({ seed: 1 }),
    'r/b.json': file({ seed: 2 }),
    'r/c.json': file({ seed: 3 }),
  };

  it('puts a folder’s runs together, once each, and says what it left out', async () => {
    const cwd = temporaryFolder({
      ...runs,
      'r/copy.json': runs['r/a.json'],
      'r/other.json': '{"a":1}',
      'r/x.txt': '',
    });
    const { exit, stdout, stderr } = await tito(['tasks', 'compare', 'r', '-f', 'json'], { cwd });
    expect(exit).toBe(0);
    const report = tasksAggregate.parse(JSON.parse(stdout));
    expect(report.runs.map((run) => run.file)).toEqual(['r/a.json', 'r/b.json', 'r/c.json']);
    expect(report.pooled?.time_reduction_percent.runs).toBe(3);
    expect(stderr).toContain('No runs of tasks, and left out: r/other.json.');
    expect(stderr).toContain('The same run again, and left out: r/copy.json.');
    const named = await tito(['tasks', 'compare', 'r/a.json', 'r/b.json', 'r/c.json', '-f', 'json'], { cwd });
    expect(JSON.parse(named.stdout)).toEqual(report);
  });

  it('reads as a table, or with every sample as a row', async () => {
    const cwd = temporaryFolder(runs);
    const { stdout } = await tito(['tasks', 'compare', 'r'], { cwd });
    expect(stdout).toMatch(/Time Reduction: \d.* next run \[/);
    const rows = await tito(['tasks', 'compare', 'r', '-f', 'csv', '--rows', 'samples'], { cwd });
    expect(rows.stdout.split('\r\n')).toHaveLength(1 + 3 * 2 * 4 * 2 + 1);
  });

  it('needs two different runs, and files that can be read', async () => {
    const cwd = temporaryFolder({ ...runs, 'empty/x.txt': '' });
    const same = await tito(['tasks', 'compare', 'r/a.json', 'r/a.json', 'r/a.json'], { cwd });
    expect(same).toMatchObject({ exit: 2 });
    expect(same.stderr).toContain('it takes two');
    expect((await tito(['tasks', 'compare', 'empty'], { cwd })).exit).toBe(2);
    const missing = await tito(['tasks', 'compare', 'r/a.json', 'r/b.json', 'r/none.json'], { cwd });
    expect(missing.exit).toBe(3);
    expect(missing.stderr).toContain('r/none.json');
  });
});

describe('--template and --rows', () => {
  const asking = ['tasks', 'run', 'safety_assessment', '--provider', 'embedded', '-n', '2', '--seed', '1'];
  const results = (cwd: string) =>
    existsSync(join(cwd, 'benchmarks')) ? readdirSync(join(cwd, 'benchmarks')) : [];

  it('lays a run out by a template, and a saved one in the same way', async () => {
    const cwd = temporaryFolder({
      't.eta': '<%= it.benchmark_type %>: <%= it.overall_metrics.completed_tasks %>\n',
    });
    const run = await tito([...asking, '--template', 't.eta', '-o', 'out.txt'], { cwd });
    expect(run).toMatchObject({ exit: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe('tasks: 4\n');
    const [saved = ''] = results(cwd);
    const again = await tito(['report', join('benchmarks', saved), '--template', 't.eta'], { cwd });
    expect(again.stdout).toBe('tasks: 4\n');
  });

  it.each([
    ['is missing', {}, 3, "t.eta can't be read"],
    ['can not be parsed', { 't.eta': 'a\n<% if ( %>' }, 3, 't.eta:2: '],
  ])('asks nothing where the template %s', async (_name, files, code, message) => {
    const cwd = temporaryFolder(files);
    const { exit, stderr } = await tito([...asking, '--template', 't.eta'], { cwd });
    expect(exit).toBe(code);
    expect(stderr).toContain(message);
    expect(results(cwd)).toEqual([]);
  });

  it('keeps the run where the template throws, and says how to render it again', async () => {
    const cwd = temporaryFolder({ 't.eta': 'a\n<% for (const x of it.missing) { %><% } %>' });
    const { exit, stdout, stderr } = await tito([...asking, '--template', 't.eta'], { cwd });
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
    expect(stderr).toContain('t.eta:2: it.missing is not iterable');
    const [saved = ''] = results(cwd);
    expect(stderr).toContain(`tito report benchmarks/${saved} --template`);
    expect((await tito(['report', join('benchmarks', saved)], { cwd })).exit).toBe(0);
  });

  it('gives the run itself where it could not be saved and the template throws', async () => {
    const cwd = temporaryFolder({ 't.eta': '<%= it.no %>', benchmarks: 'a file, and no folder' });
    const { exit, stdout } = await tito([...asking, '--template', 't.eta'], { cwd });
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).run.samples).toHaveLength(4);
  });

  it('shows a plan without the template, which is for results', async () => {
    const cwd = temporaryFolder({ 't.eta': '<%= it.overall_metrics.completed_tasks %>' });
    const { exit, stdout } = await tito([...asking, '--template', 't.eta', '--dry-run'], { cwd });
    expect(exit).toBe(0);
    expect(stdout).toContain('no model was asked');
  });

  it('writes a row for each sample as csv, and a test case for each as junit', async () => {
    const cwd = temporaryFolder({
      'run.json': file({ failure: ({ index }) => (index === 0 ? 'parse' : null) }),
    });
    const rows = (format: string) => tito(['report', 'run.json', '-f', format, '--rows', 'samples'], { cwd });
    const [header, first, ...others] = (await rows('csv')).stdout.trimEnd().split('\r\n');
    expect(header).toMatch(/^index,task,model,arm,replicate,status,error_kind,/);
    expect(first).toContain('parse,,the stream is no JSON: <html>');
    expect(others).toHaveLength(15);
    expect((await rows('junit')).stdout.match(/<testcase /g)).toHaveLength(16);
    const summary = await tito(['report', 'run.json', '-f', 'csv', '--rows', 'summary'], { cwd });
    expect(summary.stdout.trimEnd().split('\r\n')).toHaveLength(1 + 4);
  });

  it.each([
    [['--rows', 'samples'], "'--rows samples' is for --format csv or junit, and the format is console."],
    [['--format', 'json', '--template', 't.eta'], '--template takes the place of --format'],
    [['--rows', 'all'], "'all' is none of summary, samples."],
  ])('asks nothing where they do not go together: %j', async (words, message) => {
    const cwd = temporaryFolder({ 't.eta': '' });
    const { exit, stderr, stdout } = await tito([...asking, ...words], { cwd });
    expect(exit).toBe(2);
    expect(stderr + stdout).toContain(message);
    expect(results(cwd)).toEqual([]);
  });
});
