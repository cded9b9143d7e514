import { afterEach, describe, expect, it } from 'vitest';
import { tasksRun } from '../../src/schema/tasks-run.ts';
import type { LlmServerOptions } from '../support/llm-server/options.ts';
import { type LlmServer, startLlmServer } from '../support/llm-server/start-llm-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: LlmServerOptions): Promise<LlmServer> {
  const server = await startLlmServer(options);
  closing.push(server.close);
  return server;
}

async function run(server: LlmServer, words: readonly string[], env: Record<string, string> = {}) {
  const asking = ['--model', 'llama3.2:1b', '--endpoint', server.url, '-n', '2', '--seed', '1', '-f', 'json'];
  const { exit, stdout, stderr } = await tito(['tasks', 'run', ...words, ...asking], {
    cwd: temporaryFolder(),
    env: { TITO_PROFILE: 'light', ...env },
  });
  return { exit, stderr, run: tasksRun.parse(JSON.parse(stdout).run) };
}

const OLLAMA = ['--provider', 'ollama'];

describe('the context of a run', () => {
  it('is planned once for the longest prompt, so that the model is loaded once and nothing is cut', async () => {
    const server = await start({});
    const tasks = ['repository_analysis', 'tensorflow_context'];
    const { exit, run: finished } = await run(server, [...tasks, ...OLLAMA]);
    const { context_tokens = 0 } = finished.plan;
    expect(exit).toBe(0);
    expect(server.report().contexts).toEqual([context_tokens]);
    for (const { status, tokens } of finished.samples) {
      expect(status).toBe('ok');
      expect((tokens?.input ?? 0) + 1536).toBeLessThan(context_tokens);
    }
    const longest = Math.max(...finished.samples.map(({ tokens }) => tokens?.input ?? 0));
    expect(context_tokens).toBeLessThan(2 * (longest + 1536));
  });

  it("is the user's where it is set", async () => {
    const server = await start({});
    const { run: finished } = await run(server, ['tensorflow_context', ...OLLAMA], {
      TITO_TASKS_CONTEXT_TOKENS: '5000',
    });
    expect(finished.plan.context_tokens).toBe(5000);
    expect(server.report().contexts).toEqual([5000]);
  });

  it('that a model does not have ends what does not fit in a class, with no retry and no latency', async () => {
    const server = await start({ longest_context: 2048 });
    const { run: finished } = await run(server, ['safety_assessment', ...OLLAMA]);
    const [baseline, tools] = ['baseline', 'tools'].map((arm) =>
      finished.samples.filter((sample) => sample.arm === arm),
    );
    expect(tools?.map(({ status }) => status)).toEqual(['ok', 'ok']);
    for (const sample of baseline ?? []) {
      expect(sample).toMatchObject({ status: 'failed', latency_ms: null, error: { kind: 'config' } });
      expect(sample.error?.message).toContain('exceeds the context length');
      expect(sample.attempts).toHaveLength(1);
    }
  });

  it.each([OLLAMA, ['--provider', 'openai']])(
    'that an older server cuts in silence is found out by what it has read (%s %s)',
    async (...provider) => {
      const server = await start({ longest_context: 2048, refuses_long_prompts: false });
      const { run: finished } = await run(server, ['safety_assessment', ...provider]);
      for (const { arm, status, error } of finished.samples) {
        expect([arm, status]).toEqual([arm, arm === 'baseline' ? 'failed' : 'ok']);
        if (error) expect(error.message).toMatch(/^the server cut the prompt: it read 2048 tokens of about/);
      }
    },
  );

  it('is none of the run where the server decides', async () => {
    const server = await start({});
    const { run: finished } = await run(server, ['tensorflow_context', '--provider', 'openai']);
    expect(finished.plan.context_tokens).toBeUndefined();
  });
});
