import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newDocument, newToken } from './_members.ts';
import { ask, joinSomebody, refusal, type Served, serve } from './_serve.ts';

/** Sends bytes as they are, and gives what comes back until the connection ends. */
async function sendRaw({ port }: Served, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes.toString();
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('a request that is not as it should be', () => {
  it('is told what is wrong, by one shape of refusal', async () => {
    const server = await serve();
    const { token, document } = await joinSomebody(server);
    const json = { 'content-type': 'application/json' };
    const cases: [name: string, status: number, code: string, answer: ReturnType<typeof ask>][] = [
      ['no token', 401, 'not_a_member', ask(server, 'GET', '/v1/member')],
      ['an unknown token', 401, 'not_a_member', ask(server, 'GET', '/v1/member', { token: newToken() })],
      ['no token at all', 401, 'not_a_member', ask(server, 'GET', '/v1/stats', { token: 'x' })],
      [
        "somebody else's id",
        403,
        'wrong_token',
        ask(server, 'PUT', '/v1/member', { token: newToken(), body: document }),
      ],
      ['an unknown path', 404, 'bad_request', ask(server, 'GET', '/v2/stats')],
      ['a path that is none', 400, 'bad_request', ask(server, 'GET', '/v1/%zz')],
      ['a method that is not taken', 405, 'bad_request', ask(server, 'DELETE', '/v1/stats')],
      [
        'another media type',
        415,
        'bad_request',
        ask(server, 'PUT', '/v1/member', { token, body: 'a=b', headers: { 'content-type': 'text/plain' } }),
      ],
      [
        'another encoding',
        415,
        'bad_request',
        ask(server, 'PUT', '/v1/member', {
          token,
          body: gzipSync('{}'),
          headers: { ...json, 'content-encoding': 'gzip' },
        }),
      ],
      [
        'an unknown encoding of a run',
        415,
        'bad_request',
        ask(server, 'POST', '/v1/submissions', { token, body: '{}', headers: { 'content-encoding': 'br' } }),
      ],
      ['no body', 400, 'bad_request', ask(server, 'PUT', '/v1/member', { token })],
      ['no object', 400, 'bad_request', ask(server, 'PUT', '/v1/member', { token, body: [] })],
      [
        'an unknown field',
        400,
        'bad_request',
        ask(server, 'PATCH', '/v1/member', { token, body: { email: 'a@b.example' } }),
      ],
      ['an unknown parameter', 400, 'bad_request', ask(server, 'GET', '/v1/leaderboard?offset=5')],
      ['a parameter twice', 400, 'bad_request', ask(server, 'GET', '/v1/leaderboard?limit=5&limit=6')],
      [
        'a submission without a key',
        400,
        'bad_request',
        ask(server, 'POST', '/v1/submissions', { token, body: '{}' }),
      ],
    ];
    for (const [name, status, code, answer] of cases) {
      const given = await answer;
      expect([given.status, refusal(given).code], name).toEqual([status, code]);
    }
    const methods = await ask(server, 'POST', '/v1/stats', { body: '{}' });
    expect(methods.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    const unknown = await ask(server, 'GET', '/v1/member');
    expect(unknown.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('names the field, and quotes no more than a little of a long one', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const body = { [`x${'y'.repeat(9000)}`]: 1 };
    const answer = await ask(server, 'PATCH', '/v1/member', { token, body });
    expect(refusal(answer).code).toBe('bad_request');
    expect(answer.text.length).toBeLessThan(2000);
    const wrong = await ask(server, 'PATCH', '/v1/member', {
      token,
      body: { progress: { modules_completed: 21 } },
    });
    expect(refusal(wrong).details.field).toBe('progress.modules_completed');
  });

  it('that is no JSON is told where', async () => {
    const server = await serve();
    const token = newToken();
    const answer = await ask(server, 'PUT', '/v1/member', { token, body: '{"a": 1,\n "b": secret}' });
    expect(answer.status).toBe(400);
    expect(refusal(answer).details.problem).toContain('position 15, line 2, column 7');
    expect(answer.text).not.toContain('secret');
  });

  it('that is no HTTP is answered all the same', async () => {
    const server = await serve();
    const answer = await sendRaw(server, 'once upon a time\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('tito-registry: 1');
    expect(answer).toContain('"code":"bad_request"');
    const long = await sendRaw(
      server,
      `GET /v1/stats HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    );
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('a hostile body', () => {
  it('with the key __proto__ is refused, however it is spelled', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    for (const key of ['__proto__', '\\u005f\\u005fproto__', '_\\u005Fproto__', '__prot\\u006f__']) {
      const answer = await ask(server, 'PATCH', '/v1/member', {
        token,
        body: `{"progress": {"${key}": {"modules_completed": 20}}}`,
      });
      expect([answer.status, refusal(answer).code], key).toEqual([400, 'bad_request']);
    }
    expect(({} as Record<string, unknown>).modules_completed).toBeUndefined();
  });

  it('of 100 MB is refused before it is there', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    for (const [path, method] of [
      ['/v1/submissions', 'POST'],
      ['/v1/member', 'PUT'],
    ] as const) {
      const size = 100 * 2 ** 20;
      const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
        const outgoing = request(`${server.url}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': size,
            'idempotency-key': 'a-large-one',
          },
        });
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          let text = '';
          response.on('data', (bytes) => {
            text += bytes;
          });
          response.on('end', () => {
            outgoing.destroy();
            resolve({ status: response.statusCode ?? 0, text });
          });
        });
        // No more than this is ever sent.
        outgoing.write(Buffer.alloc(65_536, 'a'));
      });
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.text).error.code).toBe('too_large');
    }
  });

  it('that never says its length is refused when it is over the limit', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(8192).fill(97)),
    });
    const response = await fetch(`${server.url}/v1/member`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(refusal({ json: await response.json() }).details.limit).toBe('16 KB');
  });

  it('that unpacks to more than the limit is refused, as is what no gzip wrote', {
    timeout: 60_000,
  }, async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(2 ** 20);
    const headers = { 'content-encoding': 'gzip', 'idempotency-key': 'a-bomb-in-a-box' };
    const large = await ask(server, 'POST', '/v1/submissions', { token, body: bomb, headers });
    expect([large.status, refusal(large).details.limit]).toEqual([413, '8 MB']);
    const torn = await ask(server, 'POST', '/v1/submissions', {
      token,
      body: bomb.subarray(0, 1000),
      headers,
    });
    expect([torn.status, refusal(torn).code]).toEqual([400, 'bad_request']);
    const text = await ask(server, 'POST', '/v1/submissions', { token, body: 'no gzip', headers });
    expect(text.status).toBe(400);
  });

  it('of somebody who is no member is not read', async () => {
    const server = await serve();
    const headers = { 'idempotency-key': 'a-key-of-nobody' };
    const body = Buffer.alloc(7 * 2 ** 20, 'a');
    const answer = await ask(server, 'POST', '/v1/submissions', { token: newToken(), body, headers });
    expect([answer.status, refusal(answer).code]).toEqual([401, 'not_a_member']);
  });

  it('that nests deeply, or is not UTF-8, is refused and nothing else happens', {
    timeout: 60_000,
  }, async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const deep = `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    const headers = { 'idempotency-key': 'a-deep-one' };
    const answer = await ask(server, 'POST', '/v1/submissions', { token, body: deep, headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const bytes = await ask(server, 'PATCH', '/v1/member', {
      token,
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(refusal(bytes).details.problem).toContain('UTF-8');
    expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(1);
  });

  it('with script in a name comes back as text, and only to its owner', async () => {
    const server = await serve();
    const institution_name = '<script>alert(1)</script>';
    const { token } = await joinSomebody(server, { institution_name });
    const mine = await ask(server, 'GET', '/v1/stats', { token });
    expect(mine.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(mine.json.cohort.institution.label).toBe(institution_name);
    expect((await ask(server, 'GET', '/v1/stats')).text).not.toContain('script');
  });
});

describe('a slow client', () => {
  it('is cut off, in its head as in its body', async () => {
    const server = await serve({ times: { head_ms: 300, request_ms: 600 } });
    const { token } = await joinSomebody(server);
    const head = await sendRaw(server, 'GET /v1/stats HTTP/1.1\r\nhost: x\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 /);
    const body = JSON.stringify(newDocument());
    const slow = await sendRaw(
      server,
      `PUT /v1/member HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    expect(slow).toMatch(/^HTTP\/1\.1 408 /);
    expect((await ask(server, 'GET', '/v1/stats')).status).toBe(200);
  });

  it('that breaks off is no failure of the server', async () => {
    const server = await serve();
    const socket = connect({ port: server.port, host: '127.0.0.1' });
    const head = `authorization: Bearer ${newToken()}\r\ncontent-type: application/json\r\ncontent-length: 400`;
    socket.write(`PUT /v1/member HTTP/1.1\r\nhost: a\r\n${head}\r\n\r\n{"anonymous_id":`);
    await once(socket, 'connect');
    await ask(server, 'GET', '/v1/stats');
    socket.resetAndDestroy();
    // What is asked later is answered after what was broken off.
    for (let i = 0; i < 3; i++) await ask(server, 'GET', '/v1/stats');
    await expect.poll(server.logText).toContain('GET /v1/stats');
    expect(server.logText()).not.toContain('"level":"error"');
  });
});
