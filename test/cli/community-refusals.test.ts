import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statsAnswer } from '../../src/schema/community/answers.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { JOIN, KENYA, type Student, student } from './_community.ts';

async function refused(me: Student, words: readonly string[], env: Student['env'] = {}) {
  const before = me.files();
  const result = await me.community(words, { env: { ...me.env, ...env } });
  expect(me.files()).toEqual(before);
  return result;
}

describe('nothing is given or written', () => {
  it('without a terminal and without --yes', async () => {
    const { exit, stderr } = await refused(student(), ['join', ...KENYA]);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('there is no terminal to ask on')]);
    expect(stderr).toContain('--dry-run');
  });

  it.each([
    ['CI=1', { CI: '1' }],
    ['DO_NOT_TRACK=1', { DO_NOT_TRACK: '1' }],
    ['TITO_COMMUNITY=off', { TITO_COMMUNITY: 'off' }],
  ])('under %s without --yes', async (name, env) => {
    const { exit, stderr } = await refused(student(), ['join', ...KENYA], env);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(name)]);
  });

  it.each([
    ['DO_NOT_TRACK=1', { DO_NOT_TRACK: '1' }],
    ['TITO_COMMUNITY=off', { TITO_COMMUNITY: 'off' }],
  ])('over the network under %s, not even with --yes', async (name, env) => {
    const words = [...JOIN, '--registry', 'http://127.0.0.1:9'];
    const { exit, stderr } = await refused(student(), words, env);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(`switched off by ${name}`)]);
  });

  it('over the network from CI of somebody who has joined, without --yes', async () => {
    const me = student();
    const { exit, stderr } = await refused(
      me,
      ['update', '--modules', '3', '--registry', 'http://127.0.0.1:9'],
      { CI: '1' },
    );
    expect([exit, stderr]).toEqual([2, expect.stringContaining('You have not joined')]);
  });
});

describe('words that are not understood', () => {
  it.each([
    ['a typo in --course-type', ['join', '--course-type', 'bootcmap', '--yes'], 'bootcamp'],
    ['an unknown country', ['join', '--country', 'Kenia', '--yes'], "Did you mean 'Kenya'?"],
    [
      'spaces for an institution are none',
      ['join', '--institution', '\u3000 \u00a0\u200b', '--yes'],
      'a name, not only spaces',
    ],
    [
      '10,000 characters for an institution',
      ['join', '--institution', 'x'.repeat(10_000), '--yes'],
      'at most 120 characters',
    ],
    ['a milestone that there is not', ['update', '--milestones', '7'], "'7' is no whole number from 0 to 6."],
    [
      'a day that is none',
      ['cohort', '--since', 'nonsense'],
      "--since is a day as YYYY-MM-DD, not 'nonsense'.",
    ],
    ['a day that is in no calendar', ['cohort', '--since', '2026-02-30'], "not '2026-02-30'"],
    ['a track that there is not', ['leaderboard', '--track', 'sped'], 'speed'],
    ['no board at all', ['leaderboard', '--limit', '0'], 'from 1 to 100'],
    [
      'a registry with a password in its address',
      ['stats', '--registry', 'http://me:secret@127.0.0.1'],
      'leave out user, password',
    ],
    ['a results file that is none', ['submit', 'nothing.json'], 'You have not joined'],
  ])('%s', async (_name, words, told) => {
    const { exit, stderr } = await refused(student(), words);
    expect(stderr).toContain(told);
    expect(stderr).not.toContain('secret@');
    expect(exit).toBe(2);
  });

  it('a group that the member does not belong to', async () => {
    const me = student();
    await me.community(['join', '--yes']);
    for (const words of [
      ['cohort', '--institution'],
      ['leaderboard', '--institution'],
    ]) {
      const { exit, stderr } = await me.community(words);
      expect([exit, stderr]).toEqual([2, expect.stringContaining('--institution NAME')]);
    }
  });

  it('a file that is no results file', async () => {
    const me = student();
    await me.community(JOIN);
    for (const text of ['{}', '<html>', '{"benchmark_type":"baseline","score":100}']) {
      writeFileSync(join(me.cwd, 'run.json'), text);
      const { exit, stderr } = await me.community(['submit', 'run.json']);
      expect([exit, stderr]).toEqual([3, expect.stringContaining('run.json')]);
    }
  });
});

describe('files that can not be understood', () => {
  it.each([
    ['is cut off', '{"anonymous_id": "27d4'],
    ['is another document', '{"hello": 1}'],
    ['is not text', '\u0000\u0001'],
    ['is empty', ''],
  ])('my_submission.json that %s is never read as "not joined", and stays as it is', async (_name, text) => {
    const me = student();
    await me.community(JOIN);
    const file = join(me.cwd, 'community/my_submission.json');
    writeFileSync(file, text);
    for (const words of [JOIN, ['join', '--dry-run'], ['update', '--modules', '3']]) {
      const { exit, stderr } = await me.community(words);
      expect([exit, stderr]).toEqual([3, expect.stringContaining(file)]);
      expect(stderr).not.toContain('have not joined');
    }
    // Who needs nothing of it is not stopped by it, and neither is who wants to leave.
    expect((await me.community(['stats'])).exit).toBe(0);
    const left = await me.community(['leave', '--yes']);
    expect([left.exit, left.stdout]).toEqual([0, expect.stringContaining(file)]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('an identity that is half written is told of, and stays as it is', async () => {
    const me = student();
    await me.community(JOIN);
    const file = me.files().find((each) => each.includes('/members/')) ?? '';
    const half = readFileSync(file, 'utf8').slice(0, 200);
    writeFileSync(file, half);
    for (const words of [['stats'], ['cohort'], JOIN, ['leave', '--yes']]) {
      const { exit, stderr } = await me.community(words);
      expect([exit, stderr]).toEqual([3, expect.stringContaining(file)]);
      expect(stderr).not.toMatch(/[0-9a-f]{32}/);
    }
    expect(readFileSync(file, 'utf8')).toBe(half);
  });

  it('an identity that others may read is not used', async () => {
    const me = student();
    await me.community(JOIN);
    const file = me.files().find((each) => each.includes('/members/')) ?? '';
    chmodSync(file, 0o644);
    const { exit, stderr } = await me.community(['stats']);
    expect([exit, stderr]).toEqual([3, expect.stringContaining(`chmod 600 '${file}'`)]);
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['no database', 'hello, this is a letter to somebody'],
    ['a short file', 'SQL'],
  ])('a registry that is %s is refused and stays as it is', async (_name, text) => {
    const me = student();
    const file = join(me.cwd, 'letter.txt');
    writeFileSync(file, text);
    for (const words of [['stats'], JOIN]) {
      const { exit, stderr } = await me.community([...words, '--registry', 'letter.txt']);
      expect([exit, stderr]).toEqual([5, expect.stringContaining(file)]);
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('places that can not be written', () => {
  it('a registry that is a folder', async () => {
    const me = student();
    const { exit, stderr } = await me.community([...JOIN, '--registry', me.cwd]);
    expect([exit, stderr]).toEqual([5, expect.stringContaining(me.cwd)]);
  });

  it('a data folder that is a file', async () => {
    const me = student();
    writeFileSync(join(me.home, 'data'), '');
    const { exit, stderr } = await me.community(JOIN, {
      env: { ...me.env, XDG_DATA_HOME: join(me.home, 'data') },
    });
    expect([exit, stderr]).toEqual([5, expect.stringContaining(join(me.home, 'data'))]);
  });

  it('a file where identities would be kept: nothing is sent', async () => {
    const me = student();
    mkdirSync(join(me.home, '.local/share/tito'), { recursive: true });
    writeFileSync(join(me.home, '.local/share/tito/members'), '');
    const { exit, stderr } = await refused(me, [...JOIN, '--registry', 'http://127.0.0.1:9']);
    expect([exit, stderr]).toEqual([5, expect.stringContaining('Your membership could not be saved to')]);
  });

  it('no home at all', async () => {
    const me = student();
    const { exit, stderr } = await me.community(JOIN, { env: { PATH: process.env.PATH } });
    expect([exit, stderr]).toEqual([5, expect.stringContaining('Set HOME or XDG_DATA_HOME')]);
  });

  it('a file where the folder of my_submission.json would be: joined nevertheless, and told of', async () => {
    const me = student();
    writeFileSync(join(me.cwd, 'community'), '');
    const { exit, stdout } = await me.community(JOIN);
    expect([exit, stdout]).toEqual([0, expect.stringContaining('could not be written')]);
    expect((await me.answer(statsAnswer, ['stats'])).total).toBe(1);
    expect((await me.community(['update', '--modules', '2'])).exit).toBe(0);
  });

  it('a home and a working directory that can only be read', async () => {
    const me = student();
    await asOrdinaryUser([me.home, me.cwd], async () => {
      chmodSync(me.home, 0o500);
      const { exit, stderr } = await me.community(JOIN);
      chmodSync(me.home, 0o700);
      expect([exit, stderr]).toEqual([5, expect.stringContaining(me.home)]);
      chmodSync(me.cwd, 0o500);
      const joined = await me.community(JOIN);
      chmodSync(me.cwd, 0o700);
      expect([joined.exit, joined.stdout]).toEqual([0, expect.stringContaining('could not be written')]);
    });
  });
});

it('leaves what is not its own in the folder of my_submission.json', async () => {
  const me = student();
  mkdirSync(join(me.cwd, 'community'));
  writeFileSync(join(me.cwd, 'community/notes.txt'), 'mine');
  await me.community(JOIN);
  await me.community(['leave', '--yes']);
  expect(readFileSync(join(me.cwd, 'community/notes.txt'), 'utf8')).toBe('mine');
});
