import { describe, expect, it, onTestFinished } from 'vitest';
import type { TaskSample } from '../../src/schema/tasks-run.ts';
import { ERROR_KINDS } from '../../src/schema/tasks-run.ts';
import type { LlmServerOptions } from '../support/llm-server/options.ts';
import { startLlmServer } from '../support/llm-server/start-llm-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { modelAt, PLAIN, PLAIN_FILE, readReport, resultsIn, serve } from './_tasks.ts';

/** 20 % errors, 10 % malformed, 5 % stalls, 10 % dropped connections, errors in the middle, truncated streams. */
const FAULTS: NonNullable<LlmServerOptions['faults']> = {
  status_500: 0.08,
  status_503: 0.06,
  status_429: 0.06,
  html: 0.05,
  malformed_line: 0.05,
  stall_before: 0.02,
  stall_middle: 0.03,
  drop_before: 0.05,
  drop_middle: 0.05,
  error_line: 0.05,
  truncated: 0.05,
};
const PER_ARM = 100;
const STALL_MS = 400;
const ENV = { TITO_TASKS_RETRY_BASE_MS: '1', TITO_TASKS_RETRY_MAX_MS: '4', TITO_TASKS_WARM_UP: '0' };

async function runAmidFaults(provider: string, ...more: readonly string[]) {
  const server = await serve({ faults: FAULTS, seed: 11, stall_ms: 60_000, retry_after: null });
  const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
  const limits = ['--first-token-limit', `${STALL_MS / 1000}`, '--idle-limit', `${STALL_MS / 1000}`];
  const size = ['--samples', `${PER_ARM}`, '--concurrency', '16', '--seed', '3', '--format', 'json'];
  const words = ['tasks', 'run', 'plain', ...modelAt(server.url, provider), ...limits, ...size, ...more];
  return { ...(await tito(words, { cwd, env: ENV })), cwd, server };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const failedAttempts = ({ attempts }: TaskSample) => attempts.filter(({ status }) => status === 'failed');

describe.each(['ollama', 'openai'])('amid all kinds of faults, %s', (provider) => {
  it('ends every sample in a class, counts its attempts, and lets no failure into a latency', async () => {
    const { exit, stdout, server } = await runAmidFaults(provider);
    const { run, report } = readReport(stdout);
    const { records } = await server.report();
    const asked = records.filter(({ prompt }) => prompt.includes('Rate th'));
    expect(exit).toBe(0);
    expect(run.samples.length).toBe(2 * PER_ARM);
    for (const sample of run.samples) {
      const [last] = sample.attempts.slice(-1);
      expect(last?.status).toBe(sample.status);
      expect(sample.attempts.length).toBeLessThanOrEqual(run.plan.retry.attempts);
      for (const { error } of failedAttempts(sample)) expect(ERROR_KINDS).toContain(error?.kind);
      if (sample.status === 'failed') {
        expect(sample).toMatchObject({ latency_ms: null, tokens: null, answer: null });
        expect(sample.error).toMatchObject({ kind: last?.error?.kind, message: last?.error?.message });
      } else {
        // The latency is that of the last attempt alone: those before it, and pauses, are no part of it.
        expect(sample.latency_ms).toBe(last?.duration_ms);
        expect(failedAttempts(sample).length).toBe(sample.attempts.length - 1);
      }
    }
    // Every request is an attempt of some sample, and every fault of the server is found again.
    const attempts = run.samples.map((sample) => sample.attempts.length);
    expect(sum(attempts)).toBe(asked.length);
    expect(sum(run.samples.map((sample) => failedAttempts(sample).length))).toBe(
      asked.filter(({ fault }) => fault !== null).length,
    );
    const overall = report.overall_metrics;
    expect(overall).toMatchObject({
      total_tasks: 2 * PER_ARM,
      attempts: asked.length,
      retries: asked.length - 2 * PER_ARM,
    });
    expect(overall.completed_tasks + overall.failed_tasks).toBe(2 * PER_ARM);
    expect(sum(report.errors.map(({ count }) => count))).toBe(overall.failed_tasks);
    expect(report.errors.map(({ kind }) => kind).sort()).toEqual(['connection', 'model', 'parse', 'timeout']);
    expect(overall.failed_tasks).toBeGreaterThan(0);
    expect(overall.latency_ms.max).toBeLessThan(STALL_MS);
  });
});

describe('too many failures', () => {
  it('end it at --max-error-rate with 5, leave its journal, and say how to go on', async () => {
    const { exit, stdout, stderr, cwd } = await runAmidFaults(
      'ollama',
      '--max-error-rate',
      '5%',
      '--attempts',
      '1',
    );
    const { run } = readReport(stdout);
    expect(exit).toBe(5);
    expect(run.stopped).toContain('more than the 5 % that --max-error-rate allows');
    expect(run.samples.length).toBeLessThan(2 * PER_ARM);
    const [journal] = resultsIn(cwd);
    expect(journal).toMatch(/\.jsonl$/);
    expect(stderr).toContain(`tito tasks run --resume benchmarks/${journal}`);
  });
});

describe('a server that is busy while a model is made ready', () => {
  const start = async (busy: number) => {
    const server = await startLlmServer({ fault: (index) => (index < busy ? 'status_503' : null) });
    onTestFinished(server.close);
    const words = ['tasks', 'run', 'plain', ...modelAt(server.url, 'openai'), '-n', '2', '-f', 'json'];
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    return { ...(await tito(words, { cwd, env: { ...ENV, TITO_TASKS_WARM_UP: '1' } })), server };
  };

  it('is asked again, as it is for a sample', async () => {
    const { exit, stdout } = await start(2);
    expect(exit).toBe(0);
    expect(readReport(stdout).report.overall_metrics).toMatchObject({ completed_tasks: 4, retries: 0 });
  });

  it('is left alone after as many attempts', async () => {
    const { exit, stdout, server } = await start(1000);
    expect(exit).toBe(5);
    expect(stdout).toContain("can't be made ready");
    expect(server.report().records.length).toBe(3);
  });
});
