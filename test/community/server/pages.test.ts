import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LiveNumbers } from '../../../community/server/live-numbers.ts';
import { HOSTILE, intruders } from '../pages/_hostile.ts';
import { ask, joinSomebody, refusal, serve } from './_serve.ts';

const HTML = { headers: { accept: 'text/html,application/xhtml+xml' } };

/** The messages of a stream of events, as they come. */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString();
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    yield* parts;
  }
}

describe('pages', () => {
  it('show who joined a moment ago', async () => {
    const server = await serve();
    expect((await ask(server, 'GET', '/')).text).toContain('<dd data-live="total">0</dd>');
    for (let i = 0; i < 5; i++) await joinSomebody(server);
    const home = await ask(server, 'GET', '/');
    expect(home.text).toContain('<dd data-live="total">5</dd>');
    expect(home.text).toContain('<title>United States: 5 builders</title>');
    const [, institution = ''] = /href="\.\/(institution\/[^"]+)"/.exec(home.text) ?? [];
    expect((await ask(server, 'GET', `/${institution}`)).text).toContain(
      '<bdi>Harvard University</bdi></h1>',
    );
    const [, cohort = ''] = /href="\.\/(cohort\/[^"]+)"/.exec(home.text) ?? [];
    expect((await ask(server, 'GET', `/${cohort}`)).text).toMatch(/<dt>Builders<\/dt><dd>5<\/dd>/);
    expect((await ask(server, 'GET', '/leaderboard?track=speed')).text).toContain('Nobody has submitted');
  });

  it('may load nothing but what this server has, and run nothing that stands in them', async () => {
    const server = await serve();
    for (const path of ['/', '/leaderboard', '/nowhere']) {
      const { headers, text } = await ask(server, 'GET', path, HTML);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self';/);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(intruders(text)).toEqual([]);
    }
  });

  it('are asked for each time, and sent only where they have changed', async () => {
    const server = await serve();
    const first = await ask(server, 'GET', '/');
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    const etag = first.headers.get('etag') ?? '';
    const again = await ask(server, 'GET', '/', { headers: { 'if-none-match': etag } });
    expect([again.status, again.text, again.headers.get('cache-control')]).toEqual([
      304,
      '',
      'public, no-cache',
    ]);
    await joinSomebody(server);
    const changed = await ask(server, 'GET', '/', { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
  });

  it('load parts that are kept for ever under a name that changes with them', async () => {
    const server = await serve();
    const { text } = await ask(server, 'GET', '/');
    const parts = [...text.matchAll(/(?:href|src)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBe(3);
    for (const path of parts) {
      expect(path).toMatch(/\?v=[0-9a-f]{12}$/);
      const { status, headers } = await ask(server, 'GET', `/${path}`);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  it('that are not there are pages to a browser and JSON to a program', async () => {
    const server = await serve();
    for (const path of ['/run/x', '/institution/none', '/cohort/Fall%209999', '/a/b/c', '/run/%ff', '/v2']) {
      const page = await ask(server, 'GET', path, HTML);
      expect([page.status >= 400 && page.status < 500, page.text.includes('<h1>')], path).toEqual([
        true,
        true,
      ]);
      expect(page.headers.get('cache-control')).toBe('private, no-store');
      const program = await ask(server, 'GET', path);
      expect(refusal(program).code, path).toBe('bad_request');
    }
    expect((await ask(server, 'GET', '/a/b/c', HTML)).text).toContain('href="../../assets/style.css');
    expect((await ask(server, 'GET', '/v1/member', HTML)).json.error.code).toBe('not_a_member');
    expect((await ask(server, 'POST', '/run/x', { body: {} })).headers.get('allow')).toBe(
      'GET, HEAD, OPTIONS',
    );
  });

  it('take whatever else a link brings along', async () => {
    const server = await serve();
    const odd = await ask(server, 'GET', '/leaderboard?track=nonsense&utm_source=x&cohort=&after=');
    expect(odd.status).toBe(200);
    for (const text of HOSTILE) {
      const query = new URLSearchParams({ cohort: text.slice(0, 40).toWellFormed() });
      const { status, text: page } = await ask(server, 'GET', `/leaderboard?${query}`, HTML);
      expect([status, intruders(page)], text).toEqual([200, []]);
    }
  });

  it('are harmless and whole with a name that is not', async () => {
    const server = await serve();
    for (const name of HOSTILE) {
      const institution_name = [...name.toWellFormed()].slice(0, 120).join('');
      for (let i = 0; i < 5; i++) {
        const { answer } = await joinSomebody(server, { institution_name });
        expect([name, answer.status]).toEqual([name, 200]);
      }
    }
    const { text } = await ask(server, 'GET', '/');
    expect(intruders(text)).toEqual([]);
    const { json } = await ask(server, 'GET', '/data/stats.json');
    expect(json.by_institution.length).toBeGreaterThan(10);
    const links = [...text.matchAll(/href="\.\/(institution\/[^"]+)"/g)].map(([, path = '']) => path);
    for (const path of links) {
      const page = await ask(server, 'GET', `/${path}`);
      expect([path, page.status, intruders(page.text)]).toEqual([path, 200, []]);
    }
  });
});

describe('downloads', () => {
  it('hold what may be told, and add up', async () => {
    const server = await serve();
    for (let i = 0; i < 6; i++) await joinSomebody(server);
    for (let i = 0; i < 3; i++) await joinSomebody(server, { institution_name: 'Small College' });
    const { json, headers } = await ask(server, 'GET', '/data/stats.json');
    expect(json).toMatchObject({ total: 9, by_institution: [], by_institution_other: 9 });
    expect(headers.get('cache-control')).toMatch(/^public, max-age=60/);
    const csv = await ask(server, 'GET', '/data/leaderboard.csv?track=baseline');
    expect(csv.text).toMatch(/^rank,handle,score,/);
    expect(csv.headers.get('content-disposition')).toContain('attachment');
    expect(refusal(await ask(server, 'GET', '/data/leaderboard.csv?track=x')).code).toBe('bad_request');
  });
});

describe('events', () => {
  it('begin with the numbers and tell of a join', async () => {
    const server = await serve();
    const response = await fetch(`${server.url}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const events = eventsOf(response);
    expect((await events.next()).value).toBe('retry: 5000');
    expect((await events.next()).value).toMatch(/^event: numbers\ndata: \{"total":0,/);
    await joinSomebody(server);
    expect((await events.next()).value).toContain('{"total":1,"countries":1,"institutions":1,"this_week":1}');
    // A server that is told to stop does not wait for those who listen.
    const closing = server.close();
    expect((await events.next()).done).toBe(true);
    await closing;
  });

  it('have no head, which would never end', async () => {
    const server = await serve();
    const head = await ask(server, 'HEAD', '/events');
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, OPTIONS']);
  });

  it('are for a bounded number of listeners, and places become free', async () => {
    const live = new LiveNumbers({
      version: async () => 1,
      stats: async () => ({
        total: 1,
        countries: 1,
        institutions: 1,
        this_week: 1,
        distribution: [],
        by_country: [],
        by_country_other: 0,
        cohort: null,
        class: null,
        class_removal: null,
      }),
      most: 2,
    });
    const first = await live.open();
    await live.open();
    await expect(live.open()).rejects.toMatchObject({ code: 'busy' });
    first.destroy();
    await delay(10);
    expect(live.listeners).toBe(1);
    await live.open();
    live.close();
    await expect(live.open()).rejects.toMatchObject({ code: 'busy' });
  });

  it('end with the connection, and the registry is looked at for all of them together', async () => {
    let looks = 0;
    let total = 0;
    const live = new LiveNumbers({
      version: async () => {
        looks += 1;
        return total;
      },
      stats: async () => ({
        total,
        countries: 0,
        institutions: 0,
        this_week: 0,
        distribution: [],
        by_country: [],
        by_country_other: 0,
        cohort: null,
        class: null,
        class_removal: null,
      }),
      look_ms: 5,
    });
    const streams = await Promise.all(Array.from({ length: 20 }, () => live.open()));
    const heard = streams.map(() => '');
    streams.forEach((stream, i) => {
      stream.on('data', (bytes) => {
        heard[i] += bytes;
      });
    });
    total = 7;
    await expect.poll(() => heard.every((text) => text.includes('"total":7'))).toBe(true);
    const before = looks;
    await delay(100);
    expect(looks - before).toBeLessThan(40);
    for (const stream of streams) stream.destroy();
    await expect.poll(() => live.listeners).toBe(0);
    const rest = looks;
    await delay(50);
    expect(looks - rest).toBeLessThanOrEqual(1);
  });
});
