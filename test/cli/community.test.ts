import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cohortAnswer,
  exportAnswer,
  joinAnswer,
  leaveAnswer,
  rotateAnswer,
  statsAnswer,
  updateAnswer,
} from '../../src/schema/community/answers.ts';
import { memberDocument } from '../../src/schema/community/member.ts';
import { leaderboardAnswer } from '../../src/schema/community/submission.ts';
import { REPOSITORY } from '../support/context.ts';
import { tito } from '../support/tito.ts';
import { JOIN, KENYA, NOW, student } from './_community.ts';

const PYTHON = `python:${join(REPOSITORY, 'test/fixtures/python/complete')}`;

describe('the journey of the first document, in a fresh folder and offline', () => {
  it('goes from join over a measured baseline to leave, and leaves nothing', {
    timeout: 120_000,
  }, async () => {
    const me = student();
    const joined = await me.community(JOIN);
    expect([joined.exit, joined.stderr]).toEqual([0, '']);
    for (const words of [
      "You've joined",
      'builder #1',
      'Location: Kenya',
      'Welcome to the Fall 2026 Cohort!',
    ]) {
      expect(joined.stdout).toContain(words);
    }
    expect(memberDocument.parse(JSON.parse(me.submission()))).toMatchObject({
      location: { country: 'Kenya', country_code: 'KE' },
      institution: { name: 'University of Nairobi', type: 'university' },
      context: { course_type: 'university_course', cohort: 'Fall 2026' },
    });

    const measured = await tito(['benchmark', 'baseline', '--subject', PYTHON, '--budget', '1'], {
      cwd: me.cwd,
      env: me.env,
      clock: Date.now,
    });
    expect(measured.exit, measured.stderr).toBe(0);

    mkdirSync(join(me.cwd, '.tito'), { recursive: true });
    const modules = { completed_modules: ['01', '02', '03'], last_updated: '2026-11-20T10:00:00Z' };
    writeFileSync(join(me.cwd, '.tito/progress.json'), JSON.stringify(modules));
    const updated = await me.community(['update', '--milestones', '1']);
    expect(updated.stdout).toMatch(/Milestones Passed: 1\/6 +from --milestones/);
    expect(updated.stdout).toMatch(/Modules Completed: 3\/20 +from \.tito\/progress\.json/);
    expect(updated.stdout).toContain('You completed Milestone 1!');

    const submitted = await me.community(['submit', '--benchmark'], { clock: Date.now });
    expect(submitted.exit, submitted.stdout + submitted.stderr).toBe(0);
    expect(submitted.stdout).toContain('Baseline added to the leaderboard!');
    expect(submitted.stdout).toMatch(/Left today: 4 of 5/);
    expect(JSON.parse(me.submission()).benchmarks.baseline.score).toEqual(expect.any(Number));

    const cohort = await me.community(['cohort']);
    expect(cohort.stdout).toContain('University of Nairobi Cohort (fewer than 5 builders)');

    const exported = await me.answer(exportAnswer, ['export']);
    expect(exported.member.progress).toMatchObject({ milestones_passed: 1, modules_completed: 3 });
    expect(exported.submissions).toHaveLength(1);

    const left = await me.community(['leave', '--yes']);
    expect(left.stdout).toContain('you (builder #1) and 1 submission; every count follows');
    expect(left.stdout).toContain('community/my_submission.json');
    expect((await me.answer(statsAnswer, ['stats'])).total).toBe(0);
    expect(existsSync(join(me.cwd, 'community'))).toBe(false);
    expect(me.files().filter((file) => file.includes('/members/'))).toEqual([]);
  });
});

describe('--format json', () => {
  it('is the answer of the registry, of every command', async () => {
    const me = student();
    const joined = await me.answer(joinAnswer, JOIN);
    expect(joined).toMatchObject({ created: true, builder_number: 1 });
    expect(
      (await me.answer(updateAnswer, ['update', '--modules', '7', '--milestones', '3'])).celebrations,
    ).toHaveLength(3);
    expect(await me.answer(statsAnswer, ['stats', '--cohort'])).toMatchObject({
      total: 1,
      cohort: { label: 'Fall 2026', members: null },
    });
    expect((await me.answer(cohortAnswer, ['cohort', '--since', '2026-11-01'])).since).toBe('2026-11-01');
    expect(
      (await me.answer(cohortAnswer, ['cohort', '--institution', '--course-type'])).groups.map(
        ({ kind }) => kind,
      ),
    ).toEqual(['institution', 'course_type']);
    expect(await me.answer(leaderboardAnswer, ['leaderboard', '--track', 'speed'])).toMatchObject({
      track: 'speed',
      entries: [],
    });
    expect(await me.answer(exportAnswer, ['export'])).toMatchObject({
      builder_number: 1,
      handle: joined.handle,
    });
    await me.answer(rotateAnswer, ['token', 'rotate']);
    expect(await me.answer(leaveAnswer, ['leave', '--yes'])).toEqual({
      removed: { members: 1, submissions: 0 },
    });
  });

  it('goes to a file with --output, and says an error on stdout', async () => {
    const me = student();
    await me.community([...JOIN, '--format', 'json', '--output', 'joined.json']);
    expect(JSON.parse(readFileSync(join(me.cwd, 'joined.json'), 'utf8')).builder_number).toBe(1);
    const { exit, stdout } = await me.community(['submit', '--format', 'json']);
    expect(exit).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'nothing_to_submit' });
  });
});

describe('joining', () => {
  it('--dry-run shows the document and writes nothing, anywhere', async () => {
    const me = student();
    const { exit, stdout } = await me.community(['join', '--dry-run', '--institution', 'ETH Zürich']);
    expect(exit).toBe(0);
    expect(stdout).toContain('guessed from time zone Africa/Nairobi');
    const shown = stdout.slice(stdout.indexOf('   {'), stdout.lastIndexOf('}') + 1);
    expect(memberDocument.parse(JSON.parse(shown))).toMatchObject({
      location: { country_code: 'KE' },
      institution: { name: 'ETH Zürich' },
    });
    expect(me.files()).toEqual([]);
  });

  it('gives exactly what --dry-run shows', async () => {
    const me = student();
    const plan = JSON.parse((await me.community(['join', ...KENYA, '--dry-run', '--format', 'json'])).stdout);
    const { member } = await me.answer(joinAnswer, JOIN);
    const { anonymous_id: _, ...given } = plan.document;
    expect(member).toMatchObject({ ...given, timestamp: expect.any(String) });
  });

  it('twice is one member, who keeps number and progress', async () => {
    const me = student();
    await me.community(JOIN);
    await me.community(['update', '--modules', '7']);
    const again = await me.community(JOIN);
    expect([again.exit, again.stdout]).toEqual([0, expect.stringContaining('You are a member already.')]);
    expect(await me.answer(statsAnswer, ['stats'])).toMatchObject({ total: 1 });
    const { member } = await me.answer(exportAnswer, ['export']);
    expect(member.progress.modules_completed).toBe(7);
    const plan = JSON.parse((await me.community(['join', '--dry-run', '--format', 'json'])).stdout);
    expect(plan.document.progress.modules_completed).toBe(7);
  });

  it('finishes a join that was cut off as the same member', async () => {
    const me = student();
    await me.community(JOIN);
    const file = me.files().find((each) => each.includes('/members/')) ?? '';
    const identity = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(
      file,
      JSON.stringify({ ...identity, state: 'pending', builder_number: null, joined_at: null }),
    );
    const looked = await me.community(['stats']);
    expect(looked.stdout).toContain('Your joining was cut off');
    await me.community(JOIN);
    expect((await me.answer(exportAnswer, ['export'])).member.anonymous_id).toBe(identity.anonymous_id);
    expect((await me.answer(statsAnswer, ['stats'])).total).toBe(1);
  });

  it('keeps the token to its owner and shows it nowhere', async () => {
    const me = student();
    const said = await me.community([...JOIN, '--verbose']);
    const file = me.files().find((each) => each.includes('/members/')) ?? '';
    const { token } = JSON.parse(readFileSync(file, 'utf8'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const exported = await me.community(['export', '--format', 'json']);
    for (const text of [said.stdout, said.stderr, exported.stdout, me.submission()])
      expect(text).not.toContain(token);
  });

  it.each([
    ['Arabic', 'جامعة القاهرة'],
    ['Hebrew', 'האוניברסיטה העברית'],
    ['Chinese', '清华大学'],
    ['Devanagari', 'दिल्ली विश्वविद्यालय'],
    ['composed and decomposed letters', 'E\u0301cole Polytechnique Fe\u0301de\u0301rale'],
  ])('takes a name in %s', async (_name, institution) => {
    const me = student();
    const { member, groups } = await me.answer(joinAnswer, ['join', '--institution', institution, '--yes']);
    expect(member.institution?.name).toBe(institution.normalize('NFC'));
    expect(groups.find(({ kind }) => kind === 'institution')?.label).toBe(institution.normalize('NFC'));
  });

  it('takes what steers a terminal or turns the reading direction out of a name', async () => {
    const me = student();
    const { member } = await me.answer(joinAnswer, [
      'join',
      '--institution',
      '\u202eevil\u001b[31m <script>',
      '--yes',
    ]);
    expect(member.institution?.name).toBe('evil [31m <script>');
    const { stdout } = await me.community(['stats']);
    for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character);
  });
});

describe('leaving', () => {
  it('needs --yes without a terminal, and deletes nothing otherwise', async () => {
    const me = student();
    await me.community(JOIN);
    const before = me.files();
    const { exit, stderr } = await me.community(['leave']);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(me.files()).toEqual(before);
    expect((await me.answer(statsAnswer, ['stats'])).total).toBe(1);
  });

  it('works where the registry was set up anew, and cleans up here', async () => {
    const me = student();
    await me.community([...JOIN, '--registry', 'one.sqlite']);
    writeFileSync(join(me.cwd, 'one.sqlite'), '');
    for (const name of ['one.sqlite-wal', 'one.sqlite-shm']) writeFileSync(join(me.cwd, name), '');
    const lost = await me.community(['stats', '--registry', 'one.sqlite']);
    expect([lost.exit, lost.stderr]).toEqual([2, expect.stringContaining('knows no member with this token')]);
    expect(lost.stderr).toContain('tito community join');
    const left = await me.community(['leave', '--yes', '--registry', 'one.sqlite']);
    expect([left.exit, left.stdout]).toEqual([0, expect.stringContaining('the registry did not know you')]);
    expect((await me.community(['join', '--yes', '--registry', 'one.sqlite'])).exit).toBe(0);
  });
});

it('knows a member by registry: another file is another community', async () => {
  const me = student();
  await me.community([...JOIN, '--registry', 'class.sqlite']);
  const { exit, stderr } = await me.community(['cohort']);
  expect([exit, stderr]).toEqual([2, expect.stringContaining('You have not joined the community')]);
  expect((await me.community(['cohort', '--registry', 'class.sqlite'])).exit).toBe(0);
});

it('works with a clock two years off: the cohort is of that day and nothing breaks', async () => {
  const me = student();
  const clock = () => NOW - 2 * 365 * 86_400_000;
  expect((await me.community(JOIN, { clock })).stdout).toContain('Fall 2024');
  expect((await me.community(['update', '--modules', '3'])).exit).toBe(0);
  expect((await me.community(['stats'], { clock })).exit).toBe(0);
});
