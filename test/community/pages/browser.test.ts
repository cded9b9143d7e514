import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../../community/server/start-server.ts';
import { classCodeFrom } from '../../../src/schema/community/class-code.ts';
import { REPOSITORY } from '../../support/context.ts';
import { sharedTemporaryFolder } from '../../support/temporary-folder.ts';
import { measureBaseline } from '../_measured.ts';
import { newDocument, newToken } from '../server/_members.ts';
import { ask, joinSomebody, serve } from '../server/_serve.ts';
import { hasBrowser, openPage, startBrowser, WITHOUT } from './_browser.ts';
import { type Filled, fillCommunity } from './_community.ts';
import { HOSTILE } from './_hostile.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures for the README go, where somebody wants them anew. */
const PICTURES = process.env.TITO_PICTURES;

const folder = sharedTemporaryFolder();
let server: RunningServer;
let filled: Filled;
let browser: Browser;
let paths: Record<string, string>;

/** Makes a class that is large enough to be shown, and gives the path of its page. */
async function classWithPage(place: RunningServer): Promise<string> {
  const code = classCodeFrom(Buffer.from('CS249-1'));
  const class_id = newDocument().anonymous_id;
  const body = { class_id, name: 'CS249 Fall', code, expires_at: null };
  await ask(place, 'POST', '/v1/classes', { token: newToken(), body });
  for (let i = 0; i < 6; i++)
    await ask(place, 'PUT', '/v1/member', {
      token: newToken(),
      body: { ...newDocument(), class_code: code },
    });
  return `/class/${class_id}`;
}

describe.skipIf(!hasBrowser)(hasBrowser ? 'in a browser' : `in a browser: ${WITHOUT}`, () => {
  beforeAll(async () => {
    const file = join(folder, 'registry.sqlite');
    filled = await fillCommunity(file, Date.now());
    server = await startServer({
      database: file,
      host: '127.0.0.1',
      port: 0,
      reads_per_minute: null,
      proxies: null,
      root: REPOSITORY,
      version: '1.2.3',
      pid: process.pid,
      clock: Date.now,
      log: () => {},
    });
    browser = await startBrowser();
    const { text } = await ask(server, 'GET', '/');
    const cohort = /href="\.\/(cohort\/[^"]+)"/.exec(text)?.[1] ?? '';
    paths = {
      class: await classWithPage(server),
      map: '/',
      cohort: `/${cohort}`,
      leaderboard: '/leaderboard',
      institution: `/${/href="\.\/(institution\/[^"]+)"/.exec(text)?.[1]}`,
      capstone: `/run/${filled.capstone}`,
      baseline: `/run/${filled.baseline}`,
    };
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('pages show a join made a moment ago, and a run, without an error or a request elsewhere', {
    timeout: 120_000,
  }, async () => {
    const { page, context, troubles } = await openPage(browser, server.url);
    const number = async (name: string) =>
      Number((await page.locator(`main [data-live="${name}"]`).textContent())?.replaceAll(',', ''));
    await page.goto(server.url);
    const before = await number('total');
    const kenyans = await page.locator('.lands title', { hasText: 'Kenya' }).textContent();
    const { token } = await joinSomebody(server, { location: { country: 'Kenya', country_code: 'KE' } });
    // While somebody looks, by the live numbers.
    await expect.poll(() => number('total')).toBe(before + 1);
    await expect.poll(() => page.locator('[data-live-note]').textContent()).toBe('Someone joined just now.');
    // And by whoever comes then.
    await page.goto(server.url);
    expect(await number('total')).toBe(before + 1);
    const more = await page.locator('.lands title', { hasText: 'Kenya' }).textContent();
    expect(Number(/\d+/.exec(more ?? ''))).toBe(Number(/\d+/.exec(kenyans ?? '')) + 1);
    await page.getByRole('link', { name: 'Cohort' }).click();
    const count = page.locator('.numbers dd').first();
    const members = Number((await count.textContent())?.replaceAll(',', ''));
    await joinSomebody(server);
    await page.reload();
    expect(Number((await count.textContent())?.replaceAll(',', ''))).toBe(members + 1);

    const submitted = await ask(server, 'POST', '/v1/submissions', {
      token,
      body: await measureBaseline(folder),
      headers: { 'idempotency-key': 'a-run-of-now' },
    });
    expect(submitted.status, submitted.text).toBe(200);
    await page.goto(`${server.url}/run/${submitted.json.submission_id}`);
    expect(await page.locator('.numbers dd').first().textContent()).toContain(`${submitted.json.score}`);
    expect(await page.locator('svg.plot').count()).toBe(2);
    const handle = (await page.locator('h1').textContent()) ?? '';
    await page.goto(`${server.url}/leaderboard?track=baseline`);
    for (let i = 0; i < 60 && (await page.getByRole('link', { name: handle }).count()) === 0; i++)
      await page.getByRole('link', { name: 'Further down' }).click();
    await page.getByRole('link', { name: handle }).click();
    expect(page.url()).toContain(submitted.json.submission_id);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('pages work without JavaScript', async () => {
    const { page, context, troubles } = await openPage(browser, server.url, { javaScriptEnabled: false });
    for (const path of Object.values(paths)) {
      await page.goto(server.url + path);
      expect(await page.locator('h1').count()).toBe(1);
    }
    await page.goto(`${server.url}/leaderboard`);
    await page.getByRole('link', { name: 'Speed', exact: true }).click();
    await page.getByLabel('Among').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Show' }).click();
    expect(page.url()).toMatch(/track=speed&cohort=\w+/);
    expect(await page.locator('.board tbody tr').count()).toBeGreaterThan(3);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('axe finds nothing to object to, in light and in dark, on a phone and on a desk', {
    timeout: 120_000,
  }, async () => {
    for (const [width, colorScheme] of [
      [360, 'light'],
      [1440, 'dark'],
      [1440, 'light'],
      [360, 'dark'],
    ] as const) {
      const viewport = { width, height: 800 };
      const { page, context } = await openPage(browser, server.url, {
        viewport,
        colorScheme,
        bypassCSP: true,
      });
      for (const [name, path] of [...Object.entries(paths), ['problem', '/run/none']]) {
        await page.goto(server.url + path);
        expect(await violations(page), `${name} ${width} ${colorScheme}`).toEqual([]);
        expect(await overflow(page), `${name} at ${width}`).toBe(0);
      }
      await context.close();
    }
  });

  it('names that are not meant well do nothing and break nothing', { timeout: 120_000 }, async () => {
    const hostile = await serve();
    const { page, context, troubles } = await openPage(browser, hostile.url, {
      viewport: { width: 360, height: 740 },
    });
    page.on('dialog', (dialog) => troubles.push(`dialog: ${dialog.message()}`));
    const names = HOSTILE.map((name) => [...name.toWellFormed()].slice(0, 120).join(''));
    for (const institution_name of names)
      for (let i = 0; i < 5; i++) await joinSomebody(hostile, { institution_name });
    await page.goto(hostile.url);
    expect(await overflow(page)).toBe(0);
    const list = page.locator('#institutions ~ ol a');
    const links = await list.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links) {
      await page.goto(new URL(link, `${hostile.url}/`).href);
      expect([link, await page.locator('h1').count(), await overflow(page)]).toEqual([link, 1, 0]);
    }
    expect(links.some((link) => link.includes('script'))).toBe(true);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('the keyboard alone is enough', async () => {
    const { page, context } = await openPage(browser, server.url);
    await page.goto(server.url);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'The map as a table');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('table').first().isVisible()).toBe(true);
    await page.goto(server.url);
    await tabTo(page, 'Leaderboard');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/leaderboard');
    await tabTo(page, 'Speed');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL('**track=speed');
    const first = (await page.locator('.board tbody a').first().textContent()) ?? '';
    await tabTo(page, first);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/run/**');
    expect(await page.locator('h1').textContent()).toBe(first);
    await context.close();
  });

  if (!PICTURES) return;
  it('pictures for the README', { timeout: 120_000 }, async () => {
    mkdirSync(PICTURES ?? '', { recursive: true });
    const chosen = ['map', 'cohort', 'leaderboard', 'capstone'];
    for (const [width, height] of [
      [360, 740],
      [1440, 900],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const viewport = { width, height };
        const { page, context } = await openPage(browser, server.url, { viewport, colorScheme });
        for (const name of chosen) {
          await page.goto(server.url + paths[name]);
          await page.screenshot({
            path: join(PICTURES ?? '', `community-${name}-${width}-${colorScheme}.png`),
          });
        }
        await context.close();
      }
    }
  });
});

/** What axe-core finds, in one line each. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return found.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement?.textContent?.trim() ?? ''");

/** How far a page can be scrolled sideways, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** Presses Tab until something is reached. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if ((await focused(page)) === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach '${text}'`);
}
