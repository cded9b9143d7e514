import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  closeAll,
  failureOf,
  fetchJson,
  listen,
  open,
  serve,
  untilDone,
} from '../../support/llm-server/local-server.ts';

afterEach(closeAll);

describe('what a server may not do', () => {
  it('redirect: nothing follows it', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests += 1;
      response.writeHead(302, { location: 'http://127.0.0.1:1/stolen' }).end();
    });
    const failure = await failureOf(fetchJson(open(url)));
    expect(failure).toMatchObject({ kind: 'config', is_retryable: false });
    expect(failure.message).toContain('http://127.0.0.1:1/stolen');
    expect(requests).toBe(1);
  });

  it('send an endless head', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'x-flood': 'x'.repeat(100_000) }).end('1');
    });
    expect(await failureOf(fetchJson(open(url)))).toMatchObject({ kind: 'parse', is_retryable: false });
  });

  it('send more than 64 MiB, however short its lines are', async () => {
    let sent = 0;
    const line = Buffer.from(`"${'x'.repeat(2 ** 20 - 3)}"\n`);
    const { url } = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(line)) sent += line.length;
      };
      response.on('drain', more);
      more();
    });
    const request = open(url).stream(
      { path: '/', accept: '*/*', signal: new AbortController().signal },
      untilDone,
    );
    expect(await failureOf(request)).toMatchObject({
      kind: 'parse',
      message: 'the answer is longer than 64 MiB',
    });
    expect(sent).toBeLessThan(128 * 2 ** 20);
  });

  it('compress unasked', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('1');
    });
    expect((await failureOf(fetchJson(open(url)))).message).toContain('gzip');
  });

  it('send a web page', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<title>Sign in</title>');
    });
    const failure = await failureOf(fetchJson(open(url)));
    expect(failure).toMatchObject({ kind: 'parse', message: "a web page instead of JSON: 'Sign in'" });
  });

  it('send an error without end', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write('long '.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    expect(await failureOf(fetchJson(open(url)))).toMatchObject({ kind: 'model', http_status: 500 });
  });

  it('speak something else than HTTP', async () => {
    const { url } = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect(await failureOf(fetchJson(open(url)))).toMatchObject({ kind: 'parse', is_retryable: false });
  });
});

it('a secure connection that can not be had is a matter of configuration', async () => {
  const { url, sockets } = await serve((_, response) => response.end('1'));
  const failure = await failureOf(fetchJson(open(url.replace('http:', 'https:'))));
  expect(failure).toMatchObject({ kind: 'config', is_retryable: false });
  expect(sockets).toHaveLength(1);
});

describe('a key', () => {
  const KEY = 'sk-very-secret-0123456789';

  it('is sent as bearer token', async () => {
    const { url } = await serve((request, response) => {
      response.end(JSON.stringify(request.headers.authorization === `Bearer ${KEY}`));
    });
    expect(await fetchJson(open(url, { key: `${KEY}\n` }))).toBe(true);
  });

  it.each([
    ['an error', 401, {}],
    ['a redirect', 302, { location: `http://elsewhere/?key=${KEY}` }],
    ['a web page', 200, { 'content-type': 'text/html' }],
    ['nonsense', 200, {}],
  ])('is taken out of %s that repeats it', async (_, status, headers) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, headers).end(`your key is ${KEY}, ${KEY}`);
    });
    const failure = await failureOf(fetchJson(open(url, { key: KEY })));
    expect(failure.message).toContain('[key]');
    expect(failure.message).not.toContain(KEY);
  });

  it('that can be none is refused without being shown', async () => {
    const { url, sockets } = await serve((_, response) => response.end('1'));
    const failure = await failureOf(fetchJson(open(url, { key: `${KEY}\r\nx: y` })));
    expect(failure).toMatchObject({ kind: 'config' });
    expect(failure.message).not.toContain(KEY);
    expect(sockets).toHaveLength(0);
  });

  it('is no part of a request where there is none', async () => {
    const { url } = await serve((request, response) => {
      response.end(JSON.stringify(request.headers.authorization ?? null));
    });
    expect(await fetchJson(open(url))).toBeNull();
  });
});
