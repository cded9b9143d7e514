import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { checkModels } from '../../src/workflows/doctor-models.ts';
import { fakeContext } from '../support/context.ts';
import { closeAll, listen } from '../support/llm-server/local-server.ts';
import { startLlmServer } from '../support/llm-server/start-llm-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await closeAll();
});

async function serverWith(models: string[]): Promise<string> {
  const server = await startLlmServer({ models });
  closing.push(server.close);
  return server.url;
}

/** A port where nothing listens any more. */
async function deadUrl(): Promise<string> {
  const server = await startLlmServer();
  await server.close();
  return server.url;
}

/** Checks with a profile that names these models at these addresses. */
async function check(models: readonly [string, string][], env: Record<string, string> = {}) {
  const lines = models.map(([model, url]) => {
    const { hostname, port } = new URL(url);
    return `  - { name: ${model}, model: ${model}, host: ${hostname}, port: ${port} }`;
  });
  const cwd = temporaryFolder({
    'profiles/mine.yaml': ['extends: light', 'models:', ...lines, ''].join('\n'),
  });
  const { context } = fakeContext([], { cwd });
  const config = await loadConfig({ cwd, env: { TITO_PROFILE: 'mine', ...env }, flags: {} });
  return checkModels(context, config);
}

describe('the check of models', () => {
  it('names those that can be asked, and where', async () => {
    const [first, second] = [await serverWith(['one']), await serverWith(['two', 'three'])];
    const models: [string, string][] = [
      ['one', first],
      ['three', second],
    ];
    expect(await check(models)).toEqual({ status: 'ok', detail: `one at ${first}; three at ${second}` });
  });

  it('is fine where nothing answers: only tasks need a model', async () => {
    const url = await deadUrl();
    expect(await check([['one', url]])).toEqual({
      status: 'ok',
      detail: `no model server answers at ${url}; only 'tito tasks' asks one`,
    });
  });

  it('tells a missing model of a server that answers, and how to get it, as no failure', async () => {
    const url = await serverWith(['one']);
    const models: [string, string][] = [
      ['one', url],
      ['two', url],
    ];
    expect(await check(models)).toEqual({
      status: 'ok',
      detail: `one at ${url}; ${url} has no model 'two'`,
      hint: expect.stringContaining('ollama pull two'),
    });
  });

  it('warns where a provider is configured by name and does not answer', async () => {
    const finding = await check([['one', await deadUrl()]], { TITO_TASKS_PROVIDER: 'ollama' });
    expect(finding).toMatchObject({ status: 'warning', hint: expect.stringContaining('ollama serve') });
  });

  it('warns of a setting that can not be right, and fails at nothing', async () => {
    const finding = await check([['one', await deadUrl()]], { TITO_TASKS_PROVIDER: 'olama' });
    expect(finding).toMatchObject({ status: 'warning', hint: expect.stringContaining("'ollama'") });
  });

  it('asks nobody where the embedded analyst is configured', async () => {
    const server = await startLlmServer();
    closing.push(server.close);
    const finding = await check([['one', server.url]], { TITO_TASKS_PROVIDER: 'embedded' });
    expect([finding.status, server.report().requests]).toEqual(['ok', 0]);
  });

  it('asks all servers side by side, and gives up those that take a connection and never answer', async () => {
    let [underWay, most] = [0, 0];
    const silent = Array.from({ length: 4 }, () =>
      createServer((socket) => {
        underWay += 1;
        most = Math.max(most, underWay);
        socket.on('close', () => {
          underWay -= 1;
        });
      }),
    );
    const places = await Promise.all(silent.map(listen));
    const env = { TITO_TASKS_CONNECT_LIMIT_S: '3600' };
    const models = places.map(({ url }, at): [string, string] => [`model${at}`, url]);
    const finding = await check(models, env);
    expect(finding).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('no model server answers'),
    });
    expect(most).toBe(4);
  });
});
