import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../../community/registry.ts';
import { openSqliteStore } from '../../../community/store/sqlite-store.ts';
import type { Report } from '../../../src/contracts.ts';
import type { Config } from '../../../src/schema/config.ts';
import { configSchema } from '../../../src/schema/config.ts';
import { withCohortLine } from '../../../src/workflows/community/cohort-line.ts';
import { JOIN, NOW, type Student, student } from '../../cli/_community.ts';
import { documentFor, pretending, tokenOf } from '../../community/registry/_registry.ts';
import { serve } from '../../membership/http/_server.ts';
import { fakeContext } from '../../support/context.ts';
import { tito } from '../../support/tito.ts';

const REPORT: Report = {
  data: { score: 85 },
  rows: [{ score: 85 }],
  parts: [
    { kind: 'heading', icon: '🎉', text: 'done' },
    { kind: 'message', icon: '💡', tone: 'hint', text: 'next' },
  ],
};

const settings = (given: Partial<Config['community']> = {}): Config => {
  const values = configSchema().parse({});
  return { ...values, community: { ...values.community, ...given } };
};

const registryOf = (me: Student) => join(me.home, '.local/share/tito/community.sqlite');

/** Fills the registry that somebody has joined with others, who have these scores. */
async function fill(file: string, scores: readonly number[]): Promise<void> {
  const store = openSqliteStore(file);
  const registry = createRegistry({ store, examine: pretending, clock: () => NOW, place: file });
  for (const [n, score] of scores.entries()) {
    await registry.join(documentFor(n), tokenOf(n));
    await registry.submit(
      { kind: 'baseline', score, samples: `${n}` },
      `key ${n}`.replace(' ', '-'),
      tokenOf(n),
    );
  }
  await registry.close();
}

async function lineFor(
  me: Student,
  score: number | null,
  given: Partial<Config['community']> = {},
  env = {},
) {
  const { context } = fakeContext([], { cwd: me.cwd, env: { ...me.env, ...env }, clock: () => NOW });
  const { data, rows, parts } = await withCohortLine(context, settings(given), REPORT, ['baseline', score]);
  expect([data, rows]).toEqual([REPORT.data, REPORT.rows]);
  const added = parts.filter((part) => !REPORT.parts.includes(part));
  expect(parts.filter((part) => REPORT.parts.includes(part))).toEqual(REPORT.parts);
  expect(added.length).toBeLessThanOrEqual(1);
  if (added.length === 1) expect(parts.indexOf(added[0] ?? { kind: 'heading', icon: '', text: '' })).toBe(1);
  return added[0]?.kind === 'message' ? added[0].text : null;
}

describe('the cohort line', () => {
  const SCORES = Array.from({ length: 40 }, (_, i) => 40 + i);

  it('tells the best share that holds the score, and nothing of a worse one', async () => {
    const me = student();
    await me.community(JOIN);
    await fill(registryOf(me), SCORES);
    expect(await lineFor(me, 79)).toMatch(/^You're in the top \d+ % of your cohort!$/);
    const shares = await Promise.all([79, 72, 62].map((score) => lineFor(me, score)));
    const percents = shares.map((line) => Number(/\d+/.exec(line ?? '')?.[0]));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.at(-1)).toBe(50);
    expect(await lineFor(me, 41)).toBeNull();
  });

  it('is not said where there is nothing to say, or nobody wants to hear it', async () => {
    const me = student();
    await me.community(JOIN);
    expect(await lineFor(me, 79)).toBeNull();
    await fill(registryOf(me), SCORES);
    expect(await lineFor(me, null)).toBeNull();
    expect(await lineFor(me, 79, { cohort_line: false })).toBeNull();
    for (const env of [{ DO_NOT_TRACK: '1' }, { TITO_COMMUNITY: 'off' }])
      expect(await lineFor(me, 79, {}, env)).toBeNull();
  });

  it('opens no registry for somebody who has not joined', async () => {
    const me = student();
    let asked = 0;
    const place = await serve(() => {
      asked++;
    });
    expect(await lineFor(me, 79)).toBeNull();
    expect(await lineFor(me, 79, { registry: place })).toBeNull();
    expect([asked, me.files()]).toEqual([0, []]);
  });

  it.each([
    ['never answers', () => serve(() => {})],
    ['is away', async () => 'http://127.0.0.1:9'],
    ['answers with HTML', () => serve((_request, response) => response.end('<html>'))],
  ])('waits for no registry that %s', async (_name, start) => {
    const me = student();
    await me.community(JOIN);
    const place = await start();
    const identity = me.files().find((file) => file.includes('/members/')) ?? '';
    const { registryPlace } = await import('../../../src/membership/registry-place.ts');
    const data = join(me.home, '.local/share/tito');
    const { slug } = registryPlace(place, { cwd: me.cwd, data });
    const { writePrivately } = await import('../../../src/membership/private-file.ts');
    const own = { ...JSON.parse(readFileSync(identity, 'utf8')), registry: place };
    writePrivately(join(data, 'members', `${slug}.json`), JSON.stringify(own));
    // A wait as long as that of the commands would not end within a test.
    expect(await lineFor(me, 79, { registry: place, limit_s: 600 })).toBeNull();
  });

  it('breaks nothing where the identity is broken', async () => {
    const me = student();
    mkdirSync(join(me.home, '.local/share/tito/members'), { recursive: true });
    await me.community(JOIN);
    const identity = me.files().find((file) => file.includes('/members/')) ?? '';
    const { writePrivately } = await import('../../../src/membership/private-file.ts');
    writePrivately(identity, '{');
    expect(await lineFor(me, 79)).toBeNull();
  });
});

it('is said after a benchmark, and neither in its JSON nor in what is saved', {
  timeout: 60_000,
}, async () => {
  const me = student();
  await me.community(JOIN);
  await fill(
    registryOf(me),
    Array.from({ length: 20 }, () => 0),
  );
  const subject = `module:${join(import.meta.dirname, '../../fixtures/subjects/correct.ts')}`;
  const words = ['benchmark', 'baseline', '--subject', subject, '--budget', '1'];
  const given = { cwd: me.cwd, env: me.env, clock: () => NOW };
  const shown = await tito(words, given);
  expect(shown.stdout).toContain('% of your cohort!');
  const document = await tito([...words, '--format', 'json'], given);
  expect(JSON.parse(document.stdout).benchmark_type).toBe('baseline');
  const saved = me.files().filter((file) => file.includes('/benchmarks/'));
  expect(saved.length).toBeGreaterThan(0);
  for (const text of [document.stdout, ...saved.map((file) => readFileSync(file, 'utf8'))]) {
    expect(text).not.toContain('of your cohort');
  }
});
