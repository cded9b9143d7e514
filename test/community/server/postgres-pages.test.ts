import { beforeAll, expect, it } from 'vitest';
import { describeWithPostgres } from '../../support/postgres.ts';
import { sharedTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Document, measureBaseline } from '../_measured.ts';
import { ask, joinSomebody, serve } from './_serve.ts';

const folder = sharedTemporaryFolder();
let baseline: Document;
beforeAll(async () => {
  baseline = await measureBaseline(folder);
}, 120_000);

const HTML = { headers: { accept: 'text/html' } };

describeWithPostgres('two servers on one database', (cluster) => {
  it('show on every page who joined and submitted at either a moment ago', { timeout: 60_000 }, async () => {
    const database = await cluster.newDatabase();
    const [one, other] = [await serve({ database }), await serve({ database })];
    const page = async (path: string) => {
      const answer = await ask(other, 'GET', path, HTML);
      expect([path, answer.status]).toEqual([path, 200]);
      return answer.text;
    };
    expect(await page('/')).toContain('<dd data-live="total">0</dd>');
    expect(await page('/leaderboard?track=baseline')).toContain('Nobody has submitted');

    const [first] = await Promise.all(Array.from({ length: 5 }, () => joinSomebody(one)));
    const home = await page('/');
    expect(home).toContain('<dd data-live="total">5</dd>');
    expect(home).toContain('<title>United States: 5 builders</title>');
    const linked = (kind: string, text: string) => {
      const [, path] = new RegExp(`href="\\./(${kind}/[^"]+)"`).exec(text) ?? [];
      expect(path, kind).toBeDefined();
      return `/${path}`;
    };
    expect(await page(linked('institution', home))).toContain('<bdi>Harvard University</bdi></h1>');
    expect(await page(linked('cohort', home))).toMatch(/<dt>Builders<\/dt><dd>5<\/dd>/);

    const submission = {
      token: first?.token ?? '',
      body: baseline,
      headers: { 'idempotency-key': 'key-of-the-first' },
    };
    const submitted = await ask(one, 'POST', '/v1/submissions', submission);
    expect(submitted.json).toMatchObject({ created: true });
    const { submission_id, score } = submitted.json;
    const board = await page('/leaderboard?track=baseline');
    expect(linked('run', board)).toBe(`/run/${submission_id}`);
    expect(await page(`/run/${submission_id}`)).toContain(`<dt>Score</dt><dd>${score} `);
    // Who did not hear the answer asks again, and whoever is before the servers sends it to the other one.
    const retried = await ask(other, 'POST', '/v1/submissions', submission);
    expect(retried.json).toMatchObject({ created: false, submission_id });
    const { json } = await ask(other, 'GET', '/v1/leaderboard?track=baseline');
    expect(json.entries).toHaveLength(1);
  });
});
