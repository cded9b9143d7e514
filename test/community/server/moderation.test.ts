import { beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../../community/registry/authenticate.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import { describeWithPostgres } from '../../support/postgres.ts';
import { sharedTemporaryFolder } from '../../support/temporary-folder.ts';
import { tito } from '../../support/tito.ts';
import { type Document, measureBaseline } from '../_measured.ts';
import { newToken } from './_members.ts';
import { ask, joinSomebody, metric, refusal, type Served, serve } from './_serve.ts';

const folder = sharedTemporaryFolder();
let baseline: Document;
beforeAll(async () => {
  baseline = await measureBaseline(folder);
}, 120_000);

const BOARD = '/v1/leaderboard?track=baseline';
const RUNS = '/v1/moderation/submissions';
const WHY = { reason: 'timed outside of the loop' };

/** As `tito community admin-token` does it beside a server that runs. */
async function appoint({ file }: Served): Promise<string> {
  const token = newToken();
  const store = openSqliteStore(file);
  await store.write('appoint', { admin_sha256: hashToken(token) });
  await store.close();
  return token;
}

async function submitted(server: Served) {
  const { token } = await joinSomebody(server);
  const headers = { 'idempotency-key': 'key-of-the-first' };
  const { json } = await ask(server, 'POST', '/v1/submissions', { token, body: baseline, headers });
  return { token, run: `${json.submission_id}` };
}

describe('moderating a server', () => {
  it('takes a flagged run off every board and page, and gives it back', { timeout: 60_000 }, async () => {
    const server = await serve();
    const { token, run } = await submitted(server);
    const admin = await appoint(server);
    const html = { headers: { accept: 'text/html' } };
    const shown = async () => {
      const pages = ['/leaderboard?track=baseline', '/data/leaderboard.csv?track=baseline', BOARD, '/'];
      const texts = await Promise.all(pages.map((path) => ask(server, 'GET', path, html)));
      return texts.some(({ text }) => text.includes(run));
    };
    expect(await shown()).toBe(true);
    const flagged = await ask(server, 'PUT', `${RUNS}/${run}/flag`, { token: admin, body: WHY });
    expect([flagged.status, flagged.json]).toMatchObject([200, { changed: true, status: 'flagged', ...WHY }]);
    expect(await shown()).toBe(false);
    expect((await ask(server, 'GET', BOARD)).json.entries).toEqual([]);
    const listed = await ask(server, 'GET', `${RUNS}?status=flagged`, { token: admin });
    expect(listed.json.runs).toMatchObject([{ submission_id: run, ...WHY }]);
    expect(listed.headers.get('cache-control')).toBe('private, no-store');
    expect((await ask(server, 'GET', '/v1/stats', { token })).json.moderation).toMatchObject([WHY]);
    const back = await ask(server, 'DELETE', `${RUNS}/${run}/flag`, { token: admin });
    expect(back.json).toMatchObject({ changed: true, status: 'unverified' });
    expect(await shown()).toBe(true);
  });

  it('removes a run with its page, and keeps why', { timeout: 60_000 }, async () => {
    const server = await serve();
    const { token, run } = await submitted(server);
    const admin = await appoint(server);
    expect((await ask(server, 'GET', `/run/${run}`)).status).toBe(200);
    const body = { reason: 'asked for' };
    const removed = await ask(server, 'PUT', `${RUNS}/${run}/removal`, { token: admin, body });
    expect(removed.json).toMatchObject({ changed: true, status: null });
    expect((await ask(server, 'GET', `/run/${run}`)).status).toBe(404);
    const again = await ask(server, 'PUT', `${RUNS}/${run}/removal`, { token: admin, body });
    expect([again.status, again.json]).toMatchObject([200, { changed: false }]);
    expect((await ask(server, 'GET', '/v1/member', { token })).json).toMatchObject({
      moderation: [{ action: 'remove', ...body }],
      submissions: [],
    });
    const log = await ask(server, 'GET', '/v1/moderation/log', { token: admin });
    expect(log.json).toMatchObject({ entries: [{ action: 'remove', submission_id: run }], next: null });
  });

  it('refuses who has no token, another one, or a member’s, and says how one is made', async () => {
    const server = await serve();
    const { token: member } = await joinSomebody(server);
    const asked = (token: string | null) => ask(server, 'GET', RUNS, { token });
    for (const token of [null, member, newToken()]) {
      const before = await asked(token);
      expect([before.status, refusal(before).code]).toEqual([403, 'no_moderator']);
      expect(refusal(before).hint).toContain('tito community admin-token');
    }
    const admin = await appoint(server);
    for (const token of [null, member, newToken(), 'short']) {
      const answer = await asked(token);
      expect([answer.status, refusal(answer).code]).toEqual([403, 'not_a_moderator']);
    }
    expect((await asked(admin)).status).toBe(200);
    expect(server.logText()).not.toContain(admin);
    // A moderator is no member by that.
    expect((await ask(server, 'GET', '/v1/member', { token: admin })).status).toBe(401);
  });

  it('knows no run that there is not, and takes no bad reason', async () => {
    const server = await serve();
    const admin = await appoint(server);
    for (const [method, what, body] of [
      ['PUT', 'flag', WHY],
      ['DELETE', 'flag', undefined],
      ['PUT', 'removal', WHY],
    ] as const) {
      const answer = await ask(server, method, `${RUNS}/none/${what}`, { token: admin, body });
      expect([answer.status, refusal(answer).code]).toEqual([404, 'unknown_run']);
    }
    for (const body of [{}, { reason: '' }, { reason: 5 }, { ...WHY, more: 1 }]) {
      const answer = await ask(server, 'PUT', `${RUNS}/none/flag`, { token: admin, body });
      expect([answer.status, refusal(answer).code]).toEqual([400, 'bad_request']);
    }
    expect((await ask(server, 'GET', `${RUNS}?limit=1000`, { token: admin })).status).toBe(400);
  });

  it('counts against limits, those who guess a token as well', async () => {
    const server = await serve({ reads_per_minute: 4 });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const { status } = await ask(server, 'PUT', `${RUNS}/none/flag`, { token: newToken(), body: WHY });
      statuses.push(status);
    }
    expect(statuses).toContain(403);
    const admin = await appoint(server);
    for (let i = 0; i < 8; i++) statuses.push((await ask(server, 'GET', RUNS, { token: admin })).status);
    expect(statuses).toContain(429);
    expect(await metric(server, 'tito_refused_total')).toBeGreaterThanOrEqual(0);
  });
});

describeWithPostgres('moderating servers on one database', (cluster) => {
  it('is seen at the other one at once, by a token that was made beside them', {
    timeout: 60_000,
  }, async () => {
    const database = await cluster.newDatabase();
    const [one, other] = [await serve({ database }), await serve({ database })];
    const { token, run } = await submitted(one);
    const made = await tito(['community', 'admin-token'], { env: { TITO_DATABASE: database }, cwd: folder });
    expect([made.exit, made.stderr]).toEqual([0, expect.not.stringContaining(cluster.password)]);
    const admin = made.stdout.trim();
    const flagged = await ask(one, 'PUT', `${RUNS}/${run}/flag`, { token: admin, body: WHY });
    expect(flagged.json).toMatchObject({ changed: true });
    expect((await ask(other, 'GET', BOARD)).json.entries).toEqual([]);
    expect((await ask(other, 'GET', '/v1/stats', { token })).json.moderation).toMatchObject([WHY]);
    // Whose answer got lost asks the other one again.
    const again = await ask(other, 'PUT', `${RUNS}/${run}/flag`, { token: admin, body: WHY });
    expect(again.json).toMatchObject({ changed: false });
    const removed = await ask(other, 'PUT', `${RUNS}/${run}/removal`, { token: admin, body: WHY });
    expect(removed.json).toMatchObject({ changed: true, status: null });
    expect((await ask(one, 'GET', '/v1/moderation/log', { token: admin })).json.entries).toHaveLength(2);
    const left = await ask(one, 'DELETE', '/v1/member', { token });
    expect(left.status).toBe(200);
    expect((await ask(other, 'GET', '/v1/moderation/log', { token: admin })).json.entries).toEqual([]);
  });
});
