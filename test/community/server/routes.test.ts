import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { statusesOf, templateOf } from '../../../community/server/openapi.ts';
import { ROUTES } from '../../../community/server/routes.ts';
import { sharedTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Document, measureBaseline } from '../_measured.ts';
import { newDocument, newToken } from './_members.ts';
import { ask, joinSomebody, refusal, serve } from './_serve.ts';

const folder = sharedTemporaryFolder();
let baseline: Document;
beforeAll(async () => {
  baseline = await measureBaseline(folder);
}, 120_000);

/** An answer as the schema of its route has it. */
function parsed(id: string, json: unknown) {
  const route = ROUTES.find((each) => each.id === id);
  if (!route) throw new Error(`there is no route ${id}`);
  return z.parse(route.answer, json);
}

describe('a member', () => {
  it('joins once, however often it is said', async () => {
    const server = await serve();
    const { token, document, answer } = await joinSomebody(server);
    expect(answer.status).toBe(200);
    expect(parsed('join', answer.json)).toMatchObject({ created: true, builder_number: 1 });
    const again = await ask(server, 'PUT', '/v1/member', { token, body: document });
    expect(again.json).toMatchObject({ created: false, builder_number: 1 });
  });

  it('changes, sees everything about itself, rotates its token and leaves', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const updated = await ask(server, 'PATCH', '/v1/member', {
      token,
      body: { progress: { milestones_passed: 3, modules_completed: 9 } },
    });
    expect(updated.status).toBe(200);
    expect(parsed('update', updated.json)).toMatchObject({
      member: { progress: { modules_completed: 9 } },
    });
    const next = newToken();
    const rotated = await ask(server, 'POST', '/v1/member/token', { token, body: { token: next } });
    expect(rotated.status).toBe(200);
    parsed('rotate', rotated.json);
    const exported = await ask(server, 'GET', '/v1/member', { token: next });
    expect(parsed('export', exported.json)).toMatchObject({ builder_number: 1 });
    expect(exported.headers.get('cache-control')).toBe('private, no-store');
    const left = await ask(server, 'DELETE', '/v1/member', { token: next });
    expect(parsed('leave', left.json)).toEqual({ removed: { members: 1, submissions: 0 } });
    expect((await ask(server, 'GET', '/v1/member', { token: next })).status).toBe(401);
  });

  it('sees its groups', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    for (const [id, path] of [
      ['stats', '/v1/stats'],
      ['cohort', '/v1/cohort'],
      ['cohort', '/v1/cohort?kind=institution&since=2026-01-01'],
      ['cutoffs', '/v1/cutoffs?track=speed'],
      ['leaderboard', '/v1/leaderboard?track=baseline&within=cohort&limit=5'],
    ] as const) {
      const { status, json, headers } = await ask(server, 'GET', path, { token });
      expect(status, path).toBe(200);
      parsed(id, json);
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
  });
});

describe('a submission', () => {
  it('is checked in its own thread, ranked, and counts once', { timeout: 60_000 }, async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const body = JSON.stringify(baseline);
    const headers = { 'idempotency-key': 'key-of-the-first' };
    const first = await ask(server, 'POST', '/v1/submissions', { token, body, headers });
    expect(first.text).toContain('"created":true');
    expect(parsed('submit', first.json)).toMatchObject({ kind: 'baseline', score: baseline.score });
    const packed = await ask(server, 'POST', '/v1/submissions', {
      token,
      body: gzipSync(body),
      headers: { ...headers, 'content-encoding': 'gzip' },
    });
    expect(packed.json).toMatchObject({ created: false, submission_id: first.json.submission_id });
    const board = await ask(server, 'GET', '/v1/leaderboard?track=baseline');
    expect(board.json.entries).toMatchObject([{ rank: 1, submission_id: first.json.submission_id }]);
    const another = await joinSomebody(server);
    const stolen = await ask(server, 'POST', '/v1/submissions', { token: another.token, body, headers });
    expect([stolen.status, refusal(stolen).code]).toEqual([409, 'duplicate_run']);
  });

  it('is refused with the reasons where something does not add up', { timeout: 60_000 }, async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    const answer = await ask(server, 'POST', '/v1/submissions', {
      token,
      body: { ...baseline, score: 100, overall_score: 100 },
      headers: { 'idempotency-key': 'key-of-a-forged' },
    });
    expect(answer.status).toBe(422);
    expect(refusal(answer).details.reasons).not.toBe('');
  });
});

describe('everybody', () => {
  it('sees the numbers, kept by caches until they change', async () => {
    const server = await serve();
    const before = await ask(server, 'GET', '/v1/stats');
    expect(parsed('stats', before.json)).toMatchObject({ total: 0 });
    expect(before.headers.get('cache-control')).toMatch(/^public, max-age=60, stale-while-revalidate/);
    const etag = before.headers.get('etag') ?? '';
    const same = await ask(server, 'GET', '/v1/stats', { headers: { 'if-none-match': etag } });
    expect([same.status, same.text]).toEqual([304, '']);
    await joinSomebody(server);
    const after = await ask(server, 'GET', '/v1/leaderboard', { headers: { 'if-none-match': etag } });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(etag);
  });

  it('sees that the server lives and is ready', async () => {
    const server = await serve();
    expect((await ask(server, 'GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await ask(server, 'GET', '/readyz')).json).toEqual({ status: 'ready' });
  });

  it('sees what it does, by pattern and not by person', async () => {
    const server = await serve();
    const { token } = await joinSomebody(server);
    await ask(server, 'GET', '/v1/nowhere?secret=1');
    const { text, headers } = await ask(server, 'GET', '/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('tito_requests_total{route="PUT /v1/member",status="200"} 1');
    expect(text).toContain('tito_requests_total{route="unknown",status="404"} 1');
    expect(text).toContain('tito_members 1');
    for (const name of [
      'tito_writer_batch_size_count',
      'tito_event_loop_lag_seconds',
      'tito_submissions_waiting',
    ])
      expect(text).toContain(name);
    expect(text).not.toContain(token);
    expect(text).not.toContain('secret');
  });
});

describe('every answer', () => {
  it('says the version of the interface and lets no page read it', async () => {
    const server = await serve();
    for (const path of ['/v1/stats', '/nowhere', '/v1/member']) {
      const { headers } = await ask(server, 'GET', path, {
        headers: { origin: 'https://elsewhere.example' },
      });
      expect(headers.get('tito-registry')).toBe('1');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-/);
    }
  });

  it('to HEAD is that to GET without its body, and to OPTIONS what there is', async () => {
    const server = await serve();
    const head = await ask(server, 'HEAD', '/v1/stats');
    expect([head.status, head.text]).toEqual([200, '']);
    const options = await ask(server, 'OPTIONS', '/v1/member');
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'DELETE, GET, HEAD, OPTIONS, PATCH, PUT',
    ]);
  });
});

describe('the log', () => {
  it('has one line for each request and nothing of the people', async () => {
    const server = await serve();
    const { token, document } = await joinSomebody(server, { institution_name: 'Universität Zürich' });
    await ask(server, 'GET', '/v1/leaderboard?cohort=Fall%202026', { token });
    await ask(server, 'GET', '/some/where/else', { headers: { 'user-agent': 'a-browser' } });
    await server.close();
    const requests = server.log().filter(({ event }) => event === 'request');
    expect(requests).toMatchObject([
      { level: 'info', route: 'PUT /v1/member', status: 200 },
      { level: 'info', route: 'GET /v1/leaderboard', status: 200 },
      { level: 'info', route: 'unknown', status: 404 },
    ]);
    for (const line of requests) {
      expect(Object.keys(line).sort()).toEqual([
        'event',
        'level',
        'ms',
        'request_id',
        'route',
        'status',
        'time',
      ]);
    }
    for (const personal of [token, document.anonymous_id, 'Zürich', '127.0.0.1', 'Fall', 'browser', 'else'])
      expect(server.logText()).not.toContain(personal);
  });
});

describe('the OpenAPI document', () => {
  it('knows every route with its body, answers and refusals', async () => {
    const server = await serve();
    const { json } = await ask(server, 'GET', '/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    for (const route of ROUTES) {
      const operation = json.paths[templateOf(route.path)][route.method.toLowerCase()];
      expect(operation.operationId).toBe(route.id);
      expect(operation.requestBody !== undefined).toBe(route.body !== null);
      expect(operation.security).toEqual(
        {
          public: undefined,
          optional: [{}, { token: [] }],
          member: [{ token: [] }],
          instructor: [{ adminToken: [] }],
          moderator: [{ registryToken: [] }],
        }[route.access],
      );
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['200', ...statusesOf(route).map(String)]),
      );
      for (const [status, response] of Object.entries<{ content?: object }>(operation.responses))
        expect(response.content !== undefined).toBe(status !== '304');
    }
    expect(Object.keys(json.paths).length).toBe(new Set(ROUTES.map(({ path }) => path)).size);
  });

  it('describes what is really taken', async () => {
    const server = await serve();
    const { json } = await ask(server, 'GET', '/openapi.json');
    const body = json.paths['/v1/member'].put.requestBody.content['application/json'].schema;
    expect(Object.keys(body.properties).sort()).toEqual([...Object.keys(newDocument()), 'class_code'].sort());
    expect(body.additionalProperties).toBe(false);
    const parameters = json.paths['/v1/leaderboard'].get.parameters;
    expect(
      parameters.map(({ name, required }: { name: string; required: boolean }) => [name, required]),
    ).toEqual(['track', 'within', 'cohort', 'limit', 'after'].map((name) => [name, false]));
  });
});
