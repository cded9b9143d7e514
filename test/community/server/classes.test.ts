import { describe, expect, it } from 'vitest';
import { classAnswer, rosterAnswer } from '../../../src/schema/community/class-answers.ts';
import { classCodeFrom } from '../../../src/schema/community/class-code.ts';
import { newDocument, newToken } from './_members.ts';
import { ask, refusal, type Served, serve } from './_serve.ts';

const CODE = classCodeFrom(Buffer.from('CS249-1'));
const newClass = (change = {}) => ({
  class_id: newDocument().anonymous_id,
  name: 'CS249 Fall',
  code: CODE,
  expires_at: null,
  ...change,
});
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

async function makeClass(server: Served, change = {}) {
  const token = newToken();
  const answer = await ask(server, 'POST', '/v1/classes', { token, body: newClass(change) });
  expect(answer.status, answer.text).toBe(200);
  return { token, made: classAnswer.parse(answer.json) };
}

function enter(server: Served, class_code = CODE) {
  const token = newToken();
  return ask(server, 'PUT', '/v1/member', { token, body: { ...newDocument(), class_code } });
}

describe('a class over HTTP', () => {
  it('is made, entered, looked at, changed and left by one of its members', async () => {
    const server = await serve();
    const { token, made } = await makeClass(server);
    expect(made).toMatchObject({ name: 'CS249 Fall', members: 0 });
    const joined = await enter(server);
    expect(joined.json.groups.map(({ kind }: { kind: string }) => kind)).toContain('class');
    const { handle } = joined.json;
    const { json } = await ask(server, 'GET', '/v1/class/roster?limit=5', { token });
    expect(rosterAnswer.parse(json).entries.map((each) => each.handle)).toEqual([handle]);
    const board = await ask(server, 'GET', '/v1/class/board?track=speed', { token });
    expect(board.json).toMatchObject({ track: 'speed', entries: [] });
    const removed = await ask(server, 'DELETE', `/v1/class/members/${handle}`, {
      token,
      body: { reason: 'another section' },
    });
    expect(removed.json).toMatchObject({ handle, class: { members: 0 } });
    const again = await ask(server, 'DELETE', `/v1/class/members/${handle}`, {
      token,
      body: { reason: 'x' },
    });
    expect([again.status, refusal(again).code]).toEqual([404, 'not_in_class']);
    for (const answer of [joined, removed, board])
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('says when to come back while it is frozen, and that a code has stopped', async () => {
    const server = await serve();
    const { token } = await makeClass(server);
    await ask(server, 'PATCH', '/v1/class', { token, body: { frozen_until: inDays(2) } });
    const frozen = await enter(server);
    expect([frozen.status, refusal(frozen).code]).toEqual([503, 'class_frozen']);
    const wait = Number(frozen.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(2 * 86_400 - 60);
    expect(wait).toBeLessThanOrEqual(2 * 86_400);
    await ask(server, 'PATCH', '/v1/class', { token, body: { frozen_until: null, expires_at: inDays(-1) } });
    const expired = await enter(server);
    expect([expired.status, refusal(expired).code]).toEqual([410, 'class_expired']);
    const unknown = await enter(server, classCodeFrom(Buffer.from('nothing')));
    expect([unknown.status, refusal(unknown).code]).toEqual([404, 'unknown_class_code']);
    const mistyped = await enter(server, 'K7QM-2XPA');
    expect([mistyped.status, refusal(mistyped).details.field]).toEqual([400, 'class_code']);
    expect((await ask(server, 'GET', '/v1/stats')).json.total).toBe(0);
  });

  it('opens to its own token only', async () => {
    const server = await serve();
    const { token } = await makeClass(server);
    await enter(server);
    for (const [given, status] of [
      [null, 401],
      [newToken(), 403],
    ] as const) {
      for (const path of ['/v1/class', '/v1/class/roster', '/v1/class/board'])
        expect((await ask(server, 'GET', path, { token: given })).status, path).toBe(status);
      const change = { token: given, body: { frozen_until: null } };
      expect((await ask(server, 'PATCH', '/v1/class', change)).status).toBe(status);
    }
    // The instructor is no member by it.
    expect((await ask(server, 'GET', '/v1/member', { token })).status).toBe(401);
    const other = { token: newToken(), body: newClass() };
    expect((await ask(server, 'POST', '/v1/classes', other)).status).toBe(409);
  });

  it('is made ten times an hour from one address, whatever the token', async () => {
    const server = await serve({ reads_per_minute: 6000 });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const body = newClass({ code: classCodeFrom(Uint8Array.of(i, 1, 2, 3, 4, 5, 6)) });
      statuses.push((await ask(server, 'POST', '/v1/classes', { token: newToken(), body })).status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    // Everything else goes on.
    expect((await enter(server, 'ZZZZ-ZZZZ')).status).not.toBe(429);
  });

  it('leaves neither token, code, handle nor reason in the log and the metrics', async () => {
    const server = await serve();
    const { token } = await makeClass(server);
    const { json } = await enter(server);
    await ask(server, 'DELETE', `/v1/class/members/${json.handle}`, { token, body: { reason: 'copied it' } });
    const { text } = await ask(server, 'GET', '/metrics');
    for (const secret of [token, CODE, CODE.replace('-', ''), json.handle, 'copied it']) {
      expect(server.logText()).not.toContain(secret);
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('route="DELETE /v1/class/members/:handle"');
  });

  it('has a page for whoever has its address, from five members on, that names nobody', async () => {
    const server = await serve();
    const { token, made } = await makeClass(server, { name: '<b>CS249</b> & "friends"' });
    const path = `/class/${made.class_id}`;
    const handles: string[] = [];
    for (let i = 0; i < 4; i++) handles.push((await enter(server)).json.handle);
    expect((await ask(server, 'GET', path)).status).toBe(404);
    handles.push((await enter(server)).json.handle);
    const page = await ask(server, 'GET', path);
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex']);
    expect(page.text).toContain('&lt;b&gt;CS249&lt;/b&gt;');
    expect(page.text).not.toContain('<b>CS249');
    for (const handle of handles) expect(page.text).not.toContain(handle);
    await ask(server, 'PATCH', '/v1/class', { token, body: { frozen_until: inDays(2) } });
    expect((await ask(server, 'GET', path)).text).toContain('It is frozen until');
    // One more, who is not in the class, would be told by subtraction.
    await ask(server, 'PUT', '/v1/member', { token: newToken(), body: newDocument() });
    expect((await ask(server, 'GET', path)).status).toBe(404);
    expect((await ask(server, 'GET', '/class/nothing')).status).toBe(404);
  });

  it('is on no public page and in no download', async () => {
    const server = await serve();
    await makeClass(server, { name: 'Secret Seminar' });
    for (let i = 0; i < 6; i++) await enter(server);
    for (const path of ['/', '/leaderboard', '/data/stats.json', '/v1/stats', '/data/leaderboard.csv'])
      expect((await ask(server, 'GET', path)).text, path).not.toContain('Secret Seminar');
  });
});
