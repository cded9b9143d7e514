import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ProviderFailure } from '../../../src/task-contracts.ts';
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

/** A server that answers requests on a kept connection by what a list says: an answer, or a cut. */
function serveRaw(replies: ('ok' | 'cut' | 'half')[]) {
  return listen(
    createTcpServer((socket) => {
      socket.on('data', () => {
        const reply = replies.shift();
        if (reply === 'ok') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n42');
        else if (reply === 'half') socket.write('HTTP/1.1 200 O', () => socket.destroy());
        else socket.destroy();
      });
    }),
  );
}

describe('a connection', () => {
  it('is kept for the next request', async () => {
    const { url, sockets } = await serve((_, response) => response.end('1'));
    const http = open(url);
    for (let i = 0; i < 5; i++) await fetchJson(http);
    expect([http.connections(), sockets.length]).toEqual([1, 1]);
  });

  it('is kept after an error of the server, which was read to its end', async () => {
    const { url } = await serve((_, response) => response.writeHead(503).end('{"error":"busy"}'));
    const http = open(url);
    for (let i = 0; i < 3; i++) expect((await failureOf(fetchJson(http))).http_status).toBe(503);
    expect(http.connections()).toBe(1);
  });

  it('is announced once per request, new or kept', async () => {
    const { url } = await serve((_, response) => response.end('1'));
    const http = open(url);
    const { signal } = new AbortController();
    let connected = 0;
    for (let i = 0; i < 3; i++) {
      await http.fetchJson({ path: '/', signal, onConnected: () => connected++ });
      expect(connected).toBe(i + 1);
    }
  });

  it('is not announced where there is none', async () => {
    const { url } = await serve(() => undefined);
    await closeAll();
    let connected = 0;
    const { signal } = new AbortController();
    const request = open(url).fetchJson({ path: '/', signal, onConnected: () => connected++ });
    expect(await failureOf(request)).toMatchObject({ kind: 'connection', is_retryable: true });
    expect(connected).toBe(0);
  });
});

describe('a connection that the server has closed meanwhile', () => {
  it('is replaced once, at once and unnoticed, where it had lain idle', async () => {
    const { url, sockets } = await serveRaw(['ok', 'cut', 'ok']);
    const http = open(url, { rest_ms: 0 });
    await fetchJson(http);
    let connected = 0;
    const { signal } = new AbortController();
    expect(await http.fetchJson({ path: '/', signal, onConnected: () => connected++ })).toBe(42);
    expect([sockets.length, connected]).toEqual([2, 1]);
  });

  it('is replaced only once', async () => {
    const { url, sockets } = await serveRaw(['ok', 'cut', 'cut', 'ok']);
    const http = open(url, { rest_ms: 0 });
    await fetchJson(http);
    expect(await failureOf(fetchJson(http))).toMatchObject({ kind: 'connection', is_retryable: true });
    expect(sockets).toHaveLength(2);
  });

  it('is a failure where it was in use a moment ago', async () => {
    const { url, sockets } = await serveRaw(['ok', 'cut', 'ok']);
    const http = open(url);
    await fetchJson(http);
    expect(await failureOf(fetchJson(http))).toMatchObject({ kind: 'connection', is_retryable: true });
    expect(sockets).toHaveLength(1);
  });

  it('is a failure where a part of an answer has come', async () => {
    const { url, sockets } = await serveRaw(['ok', 'half', 'ok']);
    const http = open(url, { rest_ms: 0 });
    await fetchJson(http);
    expect((await failureOf(fetchJson(http))).kind).toBe('connection');
    expect(sockets).toHaveLength(1);
  });

  it('is a failure where it was new', async () => {
    const { url, sockets } = await serveRaw(['cut', 'ok']);
    expect((await failureOf(fetchJson(open(url, { rest_ms: 0 })))).kind).toBe('connection');
    expect(sockets).toHaveLength(1);
  });

  it('takes the other idle ones with it', async () => {
    const { url, sockets } = await serveRaw(['ok', 'ok', 'cut', 'ok']);
    const http = open(url, { slots: 2, rest_ms: 0 });
    await Promise.all([fetchJson(http), fetchJson(http)]);
    expect(await fetchJson(http)).toBe(42);
    expect(sockets).toHaveLength(3);
    expect(http.connections()).toBe(3);
  });
});

describe('an abort', () => {
  const reason = new ProviderFailure('timeout', 'no first token', { limit: 'first_token' });

  it('ends a request with its own reason, and closes the connection', async () => {
    const { url, sockets } = await serve((_, response) => response.writeHead(200).write('"a"\n'));
    const controller = new AbortController();
    const http = open(url);
    const request = http.stream({ path: '/', accept: '*/*', signal: controller.signal }, untilDone);
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(request)).toBe(reason);
    const [socket] = sockets;
    if (!socket?.destroyed) await new Promise((resolve) => socket?.once('close', resolve));
    expect(socket?.destroyed).toBe(true);
  });

  it('that came before opens no connection', async () => {
    const { url, sockets } = await serve((_, response) => response.end('1'));
    const request = fetchJson(open(url), '/', AbortSignal.abort(reason));
    expect(await failureOf(request)).toBe(reason);
    expect(sockets).toHaveLength(0);
  });

  it('ends a request that waits for a connection', async () => {
    const { url } = await serve(() => undefined);
    const http = open(url);
    const controller = new AbortController();
    const first = fetchJson(http, '/', controller.signal);
    const second = fetchJson(http, '/', controller.signal);
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(first)).toBe(reason);
    expect(await failureOf(second)).toBe(reason);
  });

  it('leaves the place free for the next request', async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests += 1;
      if (requests > 1) response.end('2');
    });
    const http = open(url);
    const controller = new AbortController();
    const hanging = fetchJson(http, '/', controller.signal);
    setTimeout(() => controller.abort(reason), 50);
    await failureOf(hanging);
    expect(await fetchJson(http)).toBe(2);
  });

  it('is not listened to any more after the answer', async () => {
    const { url } = await serve((_, response) => response.end('1'));
    const { signal } = new AbortController();
    const counts = { add: 0, remove: 0 };
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      counts.add += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      counts.remove += 1;
      remove(...given);
    };
    await fetchJson(open(url), '/', signal);
    expect(counts).toEqual({ add: 1, remove: 1 });
  });
});

describe('closing', () => {
  it('ends what is under way and what waits, and refuses what comes', async () => {
    const { url, sockets } = await serve(() => undefined);
    const http = open(url);
    const requests = [failureOf(fetchJson(http)), failureOf(fetchJson(http))];
    await new Promise((resolve) => setTimeout(resolve, 50));
    http.close();
    for (const failure of await Promise.all(requests)) expect(failure.message).toContain('closed');
    expect((await failureOf(fetchJson(http))).message).toContain('closed');
    expect(sockets).toHaveLength(1);
  });
});

describe('a body that goes on after the last word', () => {
  const endless: RequestListener = (_, response) => {
    response.writeHead(200).write('"done"\n');
  };

  it('is not waited for, and its connection is closed', async () => {
    const { url, sockets } = await serve(endless);
    const http = open(url);
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) await http.stream({ path: '/', accept: '*/*', signal }, untilDone);
    expect(sockets).toHaveLength(3);
  });

  it('holds up one request and none after it', async () => {
    const { url } = await serve(endless);
    const http = open(url);
    const { signal } = new AbortController();
    const askFor = async (requests: number) => {
      const start = performance.now();
      for (let i = 0; i < requests; i++) await http.stream({ path: '/', accept: '*/*', signal }, untilDone);
      return performance.now() - start;
    };
    await askFor(1);
    const heldUp = await askFor(1);
    expect(await askFor(8)).toBeLessThan(4 * heldUp);
  });

  it('costs no connection where the end comes a moment later', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200).write('"done"\n');
      setTimeout(() => response.end(), 20);
    });
    const http = open(url);
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) await http.stream({ path: '/', accept: '*/*', signal }, untilDone);
    expect(http.connections()).toBe(1);
  });
});
