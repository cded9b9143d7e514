import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { statsAnswer } from '../../src/schema/community/answers.ts';
import { measureBaseline } from '../community/_measured.ts';
import { serve as serveRegistry } from '../community/server/_serve.ts';
import { saveJson } from '../membership/_results.ts';
import { OURS, serve, serveBytes } from '../membership/http/_server.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { JOIN, student } from './_community.ts';

const answering =
  (status: number, headers: Record<string, string>, body: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

describe('a registry that can not be used: why, what to do, and exit code 5', () => {
  it.each([
    ['nobody listens', async () => 'http://127.0.0.1:9', 'nothing listens there'],
    [
      'it answers with HTML',
      () => serve(answering(200, { 'content-type': 'text/html' }, '<!doctype html><h1>Hotel Wi-Fi</h1>')),
      'with HTML; is this a registry?',
    ],
    [
      'it points elsewhere',
      () => serve(answering(302, { location: 'http://127.0.0.1:9/evil' }, '')),
      'gives nothing to places that you did not choose',
    ],
    ['it never answers', () => serve(() => {}), 'did not answer within 0.3 s'],
    [
      'it speaks something else',
      () => serveBytes((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')),
      'is not HTTP',
    ],
    ['it is cut off', () => serve(answering(200, OURS, '{"total": 12')), 'cut off, or no JSON'],
    [
      'it answers what nobody asked',
      () => serve(answering(200, OURS, '{"hello": 1}')),
      'its answer is not understood',
    ],
  ])('%s', async (_name, start, told) => {
    const me = student({ TITO_COMMUNITY_LIMIT_S: '0.3' });
    const place = await start();
    for (const words of [['stats'], ['leaderboard'], JOIN]) {
      const { exit, stderr, stdout } = await me.community([...words, '--registry', place]);
      expect([exit, stdout, stderr]).toEqual([5, '', expect.stringContaining(told)]);
      expect(stderr).toContain(place);
      expect(stderr.trim().split('\n').length).toBeGreaterThan(1);
    }
    // A join that did not come through is not one; the next one is tried as the same member.
    expect((await me.community(['cohort', '--registry', place])).stderr).toContain('You have not joined');
  });

  it('a newer one asks for an update of tito', async () => {
    const place = await serve(answering(200, { ...OURS, 'tito-registry': '2' }, '{}'));
    const { exit, stderr } = await student().community(['stats', '--registry', place]);
    expect([exit, stderr]).toEqual([3, expect.stringContaining('Update tito')]);
  });
});

describe('a submission while the registry is away', () => {
  it('is kept, and sent with the next command, which says so', { timeout: 120_000 }, async () => {
    const me = student({ TITO_COMMUNITY_LIMIT_S: '5' });
    const file = join(temporaryFolder(), 'registry.sqlite');
    const first = await serveRegistry({ file });
    const registry = ['--registry', first.url];
    expect((await me.community([...JOIN, ...registry])).exit).toBe(0);
    await first.close();

    saveJson(me.cwd, 'benchmarks/baseline_20261121_090000.json', await measureBaseline(temporaryFolder()));
    const submitted = await me.community(['submit', '--benchmark', ...registry], { clock: Date.now });
    expect(submitted.exit).toBe(5);
    expect(submitted.stdout).toContain('waits');
    expect(submitted.stderr).toContain('sent with your next community command');
    expect(me.files().filter((each) => each.includes('/outbox/'))).toHaveLength(1);
    // Twice is once, and a look at an empty line keeps it.
    await me.community(['submit', ...registry], { clock: Date.now });
    expect(me.files().filter((each) => each.includes('/outbox/'))).toHaveLength(1);

    const second = await serveRegistry({ file, port: first.port });
    const silent = await me.community(['stats', ...registry], { env: { ...me.env, DO_NOT_TRACK: '1' } });
    expect([silent.exit, silent.stderr]).toEqual([0, '']);
    const looked = await me.community(['stats', ...registry]);
    expect(looked.stderr).toMatch(/Sent what waited: benchmarks\/baseline_20261121_090000\.json, \d+\/100/);
    expect(me.files().filter((each) => each.includes('/outbox/'))).toEqual([]);
    const again = await me.community(['submit', ...registry], { clock: Date.now });
    expect([again.exit, again.stdout]).toEqual([
      0,
      expect.stringContaining('was submitted before; it counts once'),
    ]);
    await second.close();
  });
});

it('tito benchmark submit is tito community submit', { timeout: 60_000 }, async () => {
  const me = student();
  await me.community(JOIN);
  const run = await measureBaseline(temporaryFolder());
  const file = saveJson(me.cwd, 'mine.json', run);
  const given = { cwd: me.cwd, env: me.env, clock: Date.now };
  const submitted = await tito(['benchmark', 'submit', 'mine.json', '--format', 'json'], given);
  expect(submitted.exit, submitted.stdout).toBe(0);
  const own = JSON.parse(
    (await me.community(['submit', '--benchmark', file, '--format', 'json'], { clock: Date.now })).stdout,
  );
  const [one, other] = [JSON.parse(submitted.stdout).submitted[0], own.submitted[0]];
  expect([one.created, other.created, one.submission_id]).toEqual([true, false, other.submission_id]);
});

describe('several at once', () => {
  it('joining twice in two processes makes one member', { timeout: 60_000 }, async () => {
    const me = student();
    const joined = async () => {
      const child = spawn(
        process.execPath,
        [join(REPOSITORY, 'bin/tito.ts'), 'community', ...JOIN, '--format', 'json'],
        { cwd: me.cwd, env: me.env },
      );
      const [stdout, stderr, [exit]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      expect([exit, stderr]).toEqual([0, '']);
      return JSON.parse(stdout);
    };
    const answers = await Promise.all([joined(), joined(), joined()]);
    expect(new Set(answers.map(({ member }) => member.anonymous_id)).size).toBe(1);
    expect(answers.map(({ builder_number }) => builder_number)).toEqual([1, 1, 1]);
    expect((await me.answer(statsAnswer, ['stats'])).total).toBe(1);
    expect(readdirSync(join(me.cwd, 'community'))).toEqual(['my_submission.json']);
    // No lock and no half-written file is left behind.
    expect(me.files().filter((file) => /\.(?:tmp|lock)$/.test(file))).toEqual([]);
  });
});
