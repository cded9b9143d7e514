import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.TITO_TEST_CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser here; where there has to be one, a test that needs it fails instead of being left out. */
export const hasBrowser = existsSync(CHROMIUM) || process.env.CI === 'true';
export const WITHOUT = `there is no Chromium at ${CHROMIUM} (apt-get install chromium)`;

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** What went wrong: errors of the console, exceptions, requests that left the host or failed. */
  troubles: string[];
}

/** A fresh window that writes down what it should not have done. */
export async function openPage(
  browser: Browser,
  origin: string,
  given: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...given });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) troubles.push(`left the host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  return { page, context, troubles };
}
