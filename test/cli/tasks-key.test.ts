import { globSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, serve } from '../support/llm-server/local-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';

afterEach(closeAll);

const KEY = 'sk-very/secret-0123456789';
const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (fields: object, finish_reason: string | null = null) =>
  event({ choices: [{ index: 0, delta: fields, finish_reason }] });
const piecesOf = (text: string) => text.match(/.{1,4}/gs) ?? [];
/** As some servers write JSON, with other spellings of a character. */
const respelt = (text: string) => text.replaceAll('/', '\\/').replaceAll('-', '\\u002d');

/** What is said to a request, its Authorization in it. */
type Reply = (authorization: string) => { status?: number; type?: string; chunks: string[] };

const REPLIES: Record<string, Reply> = {
  'the answer, piece by piece': (header) => ({
    chunks: [...piecesOf(header).map((content) => delta({ content })), delta({}, 'stop')],
  }),
  'the answer, piece by piece, amid reasoning': (header) => ({
    chunks: [...piecesOf(header).map((content) => delta({ content, reasoning: content })), delta({}, 'stop')],
  }),
  'the answer, in packets cut anywhere and spelt otherwise': (header) => ({
    chunks: piecesOf(respelt(delta({ content: header })) + delta({}, 'stop')),
  }),
  'the reason of the end': (header) => ({
    chunks: [respelt(delta({ content: 'x' })), respelt(delta({}, header))],
  }),
  'an error in the middle': (header) => ({
    chunks: [delta({ content: 'x' }), respelt(event({ error: { message: `not for ${header}` } }))],
  }),
  'an error before': (header) => ({
    status: 500,
    type: 'application/json',
    chunks: piecesOf(respelt(JSON.stringify({ error: { message: header } }))),
  }),
  'a web page': (header) => ({ type: 'text/html', chunks: piecesOf(`<title>${header}</title>`) }),
  'a line of nonsense': (header) => ({ chunks: piecesOf(`data: {${header}\n\n`) }),
};

function echoing(reply: Reply): RequestListener {
  return (request, response) => {
    request.resume();
    if (request.method === 'GET') return response.end(JSON.stringify({ data: [{ id: 'm' }] }));
    const { status = 200, type = 'text/event-stream', chunks } = reply(request.headers.authorization ?? '');
    response.writeHead(status, { 'content-type': type });
    const send = (at: number): void => {
      if (at === chunks.length) return void response.end();
      response.write(chunks[at]);
      // Each in a packet of its own.
      setImmediate(send, at + 1);
    };
    send(0);
  };
}

describe('the key of a server', () => {
  it.each(Object.entries(REPLIES))('that repeats it in %s is neither shown nor kept', async (_, reply) => {
    const headers: string[] = [];
    const { url } = await serve(
      echoing((header) => {
        headers.push(header);
        return reply(header);
      }),
    );
    const cwd = temporaryFolder();
    const words = ['tasks', 'run', 'tensorflow_context', '--provider', 'openai', '--model', 'm'];
    const more = ['--endpoint', url, '-n', '1', '--verbose', '--format', 'json'];
    const { stdout, stderr } = await tito([...words, ...more], {
      cwd,
      env: {
        OPENAI_API_KEY: KEY,
        TITO_TASKS_WARM_UP: '0',
        TITO_TASKS_ATTEMPTS: '2',
        TITO_TASKS_RETRY_MAX_MS: '1',
        TITO_PROFILE: 'light',
      },
    });
    const saved = globSync('benchmarks/*', { cwd }).map((name) => readFileSync(join(cwd, name), 'utf8'));
    expect(headers).toContain(`Bearer ${KEY}`);
    expect(saved.length).toBeGreaterThan(0);
    for (const text of [stdout, stderr, ...saved]) {
      expect(text).not.toContain(KEY);
      expect(text).not.toContain('0123456789');
    }
    expect([stdout, ...saved].join()).toContain('[key]');
  });

  it('in the URL of an endpoint is refused without being shown', async () => {
    for (const url of ['http://me:hunter2@127.0.0.1:9', 'http://127.0.0.1:9/v1?key=hunter2']) {
      const { exit, stdout, stderr } = await tito(
        ['tasks', 'run', '--provider', 'ollama', '--endpoint', url],
        { cwd: temporaryFolder() },
      );
      expect(exit).toBe(5);
      expect(stdout + stderr).toContain('more than an address');
      expect(stdout + stderr).not.toContain('hunter2');
    }
  });
});
