import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tasksReport } from '../../src/schema/tasks-report.ts';
import { tasksRun } from '../../src/schema/tasks-run.ts';
import { REPOSITORY } from '../support/context.ts';
import {
  type LlmServerProcess,
  startLlmServerProcess,
} from '../support/llm-server/start-llm-server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const servers: LlmServerProcess[] = [];
async function serve(...options: Parameters<typeof startLlmServerProcess>) {
  const server = await startLlmServerProcess(...options);
  servers.push(server);
  return server;
}
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const MODEL = ['--provider', 'ollama', '--model', 'llama3.2:1b'];
const reportOf = (stdout: string) => {
  const { run, digests: _, ...report } = JSON.parse(stdout);
  return { run: tasksRun.parse(run), report: tasksReport.parse(report) };
};

describe('tito tasks batch standard', () => {
  it('without a model server lets the embedded analyst answer, and says so', async () => {
    const cwd = temporaryFolder({});
    const words = ['tasks', 'batch', 'standard', '--seed', '1', '--format', 'json', '--endpoint'];
    const { exit, stdout, stderr } = await tito(words.slice(0, -1), {
      cwd,
      env: { TITO_TASKS_CONNECT_LIMIT_S: '2', TITO_PROFILE: 'light' },
    });
    const { report, run } = reportOf(stdout);
    expect(exit).toBe(0);
    expect(run.samples.length).toBe(96);
    expect(report.overall_metrics).toMatchObject({ total_tasks: 96, completed_tasks: 96, success_rate: 1 });
    expect(report.benchmark_info).toMatchObject({ provider: 'embedded', is_language_model: false });
    expect(report.warnings.join()).toContain('No language model answered');
    expect(stderr).toContain('no language model answers');
    expect(readdirSync(join(cwd, 'benchmarks'))).toEqual(['tasks_20260131_120000.json']);
  });

  it('never takes another provider than the one that is named', async () => {
    const words = ['tasks', 'batch', 'standard', '--provider', 'ollama', '--endpoint', 'http://127.0.0.1:9'];
    const { exit, stderr } = await tito(words, { cwd: temporaryFolder({}) });
    expect(exit).toBe(5);
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:9');
    expect(stderr).toContain('ollama serve');
  });
});

describe('tito tasks run against a model server', () => {
  it('asks every sample once, with no more connections than slots', async () => {
    const server = await serve({ delay_ms: 20 });
    const cwd = temporaryFolder({});
    const words = [
      'tasks',
      'run',
      'safety_assessment',
      'tensorflow_context',
      ...MODEL,
      '--endpoint',
      server.url,
    ];
    const { exit, stdout } = await tito([...words, '-n', '6', '-c', '4', '-f', 'json', '--seed', '3'], {
      cwd,
    });
    const { report } = reportOf(stdout);
    const seen = await server.report();
    expect(exit).toBe(0);
    expect(report.overall_metrics).toMatchObject({ completed_tasks: 24, retries: 0 });
    expect(report.overall_metrics.tokens.estimated).toBe(false);
    expect(seen.most_under_way).toBeLessThanOrEqual(4);
    expect(seen.records.filter(({ prompt }) => prompt !== '').length).toBe(24);
    expect(report.overall_metrics.resources.connections).toBeLessThanOrEqual(5);
  });

  it('ends every sample in a class, whatever the server does, and counts retries', async () => {
    const faults = {
      status_500: 0.1,
      malformed_line: 0.1,
      drop_before: 0.1,
      truncated: 0.1,
      stall_middle: 0.05,
    };
    const server = await serve({ faults, seed: 4, stall_ms: 60_000, retry_after: null });
    const words = ['tasks', 'run', 'safety_assessment', ...MODEL, '--endpoint', server.url];
    const limits = ['--idle-limit', '0.3', '-n', '20', '-c', '8', '-f', 'json', '--seed', '3'];
    const { stdout } = await tito([...words, ...limits], {
      cwd: temporaryFolder({}),
      env: { TITO_TASKS_RETRY_BASE_MS: '1', TITO_TASKS_RETRY_MAX_MS: '5' },
    });
    const { report, run } = reportOf(stdout);
    expect(run.samples.length).toBe(40);
    for (const sample of run.samples) {
      if (sample.status === 'failed')
        expect(sample).toMatchObject({ latency_ms: null, error: expect.anything() });
      expect(sample.attempts.at(-1)?.status).toBe(sample.status);
    }
    expect(report.overall_metrics.retries).toBeGreaterThan(0);
    expect(report.overall_metrics.failed_tasks).toBeGreaterThan(0);
  });

  it('ends early at the error rate, keeps what is there, and exits with 5', async () => {
    const server = await serve({ faults: { html: 1 } });
    const words = ['tasks', 'run', 'safety_assessment', ...MODEL, '--endpoint', server.url, '-n', '50'];
    const cwd = temporaryFolder({});
    const { exit, stderr } = await tito([...words, '--max-error-rate', '20%'], {
      cwd,
      env: { TITO_TASKS_WARM_UP: '0' },
    });
    expect(exit).toBe(5);
    expect(stderr).toMatch(/Stopped: 10 of 10 samples failed/);
    expect(readdirSync(join(cwd, 'benchmarks'))).toEqual([expect.stringMatching(/\.jsonl$/)]);
  });

  it('names a model that is not there, and how to get it', async () => {
    const server = await serve({});
    const words = ['tasks', 'run', '--provider', 'ollama', '--model', 'llama9', '--endpoint', server.url];
    const { exit, stderr } = await tito(words, { cwd: temporaryFolder({}) });
    expect(exit).toBe(5);
    expect(stderr).toContain("has no model 'llama9'");
    expect(stderr).toContain('ollama pull llama9');
  });
});

describe('an interrupted run', () => {
  const start = (words: readonly string[], cwd: string): ChildProcess =>
    spawn(process.execPath, [join(REPOSITORY, 'bin/tito.ts'), ...words], { cwd, stdio: 'ignore' });
  const journalOf = (cwd: string) => {
    const folder = join(cwd, 'benchmarks');
    const name = existsSync(folder) && readdirSync(folder).find((each) => each.endsWith('.jsonl'));
    return name ? readFileSync(join(folder, name), 'utf8') : '';
  };
  const samples = (cwd: string) => journalOf(cwd).split('"sample":').length - 1;

  it('that was killed twice goes on exactly where it stopped: no sample twice, none missing', async () => {
    const server = await serve({ delay_ms: 30 });
    const cwd = temporaryFolder({});
    const asking = [...MODEL, '--endpoint', server.url, '-n', '15', '-c', '2', '--seed', '3'];
    const first = start(['tasks', 'run', 'safety_assessment', ...asking], cwd);
    await expect.poll(() => samples(cwd), { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(4);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const kept = samples(cwd);
    const second = start(['tasks', 'run', '--resume'], cwd);
    await expect.poll(() => samples(cwd), { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(kept + 4);
    second.kill('SIGKILL');
    await once(second, 'exit');
    const name = readdirSync(join(cwd, 'benchmarks')).find((each) => each.endsWith('.jsonl')) ?? '';
    // As if the last line had been cut off in the middle.
    const text = readFileSync(join(cwd, 'benchmarks', name), 'utf8');
    writeFileSync(join(cwd, 'benchmarks', name), `${text}{"sample":{"ind`);
    const { exit, stdout } = await tito(['tasks', 'run', '--resume', '--format', 'json'], { cwd });
    const { run, report } = reportOf(stdout);
    expect(exit).toBe(0);
    expect(run.samples.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(report.overall_metrics.completed_tasks).toBe(30);
    const asked = (await server.report()).records.filter(({ prompt }) => prompt !== '');
    expect(asked.length).toBeLessThanOrEqual(30 + 2 * 2);
    expect(readdirSync(join(cwd, 'benchmarks'))).toEqual([name.replace('.jsonl', '.json')]);
  });

  it('is not taken up where there is none', async () => {
    const { exit, stderr } = await tito(['tasks', 'run', '--resume'], { cwd: temporaryFolder({}) });
    expect(exit).toBe(2);
    expect(stderr).toContain('There is no interrupted run');
  });
});

describe('tito tasks', () => {
  it('add writes a task that validate accepts and run asks', async () => {
    const cwd = temporaryFolder({ 'src/a.js': 'eval(input);\n' });
    const prompts = [
      '--baseline-prompt',
      'Rate: {{files}} {{answer}}',
      '--tools-prompt',
      'Found: {{tool.output}} {{answer}}',
    ];
    const words = ['--task-id', 'my_task', '--name', 'Mine', '--workflow-type', 'safety_check', ...prompts];
    const more = ['--tool', 'safety_scan', '--files', 'src/**/*.js', '--expected', '{"risk_level":"HIGH"}'];
    const added = await tito(['tasks', 'add', ...words, ...more], { cwd });
    expect(added).toMatchObject({ exit: 0 });
    const run = await tito(['tasks', 'run', 'my_task', '--provider', 'embedded', '-n', '2', '-f', 'json'], {
      cwd,
    });
    expect(run.exit).toBe(0);
    expect(reportOf(run.stdout).report.overall_metrics.completed_tasks).toBe(4);
    const again = await tito(['tasks', 'add', ...words], { cwd });
    expect(again.exit).toBe(2);
  });

  it('add without a terminal says what is missing', async () => {
    const { exit, stderr } = await tito(['tasks', 'add', '--task-id', 'x'], { cwd: temporaryFolder({}) });
    expect(exit).toBe(2);
    expect(stderr).toContain('--name, --workflow-type, --baseline-prompt, --tools-prompt is missing');
  });

  it('names the line of a mistake in a task file', async () => {
    const text = 'title: T\nworkflow: w\nbaseline_promt: x\ntools_prompt: y\nanswer: z\n';
    const cwd = temporaryFolder({ 'benchmarks/tasks/mine.yaml': text });
    const { exit, stderr } = await tito(['tasks', 'run', 'mine', '--provider', 'embedded'], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain('benchmarks/tasks/mine.yaml:3');
    expect(stderr).toContain('baseline_prompt');
  });

  it('compare finds no change between a run and itself, and refuses runs of other tasks', async () => {
    const cwd = temporaryFolder({});
    const asking = ['--provider', 'embedded', '-n', '4', '--seed', '1', '-f', 'json', '-o'];
    await tito(['tasks', 'run', 'safety_assessment', ...asking, 'a.json'], { cwd });
    await tito(['tasks', 'run', 'tensorflow_context', ...asking, 'b.json'], { cwd });
    const same = await tito(['tasks', 'compare', 'a.json', 'a.json', '--fail-on-regression', '-f', 'json'], {
      cwd,
    });
    expect(same.exit).toBe(0);
    expect(JSON.parse(same.stdout).gate).toEqual({ failed: false, threshold_percent: 5, reasons: [] });
    const other = await tito(['tasks', 'compare', 'a.json', 'b.json'], { cwd });
    expect(other.exit).toBe(3);
    expect(other.stderr).toContain('have no task in common');
  });
});
