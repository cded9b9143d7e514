import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cohortAnswer, exportAnswer, joinAnswer, statsAnswer } from '../../src/schema/community/answers.ts';
import { classBoardAnswer, rosterAnswer } from '../../src/schema/community/class-answers.ts';
import { leaderboardAnswer } from '../../src/schema/community/submission.ts';
import { type Document, measureBaseline } from '../community/_measured.ts';
import { serve } from '../community/server/_serve.ts';
import { sharedTemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { type Student, student } from './_community.ts';

const folder = sharedTemporaryFolder();
let run: Document;
beforeAll(async () => {
  run = await measureBaseline(folder);
}, 120_000);

const day = (after: number) => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);
const NAMES = ['ada', 'ben', 'cem', 'dan', 'eva', 'fay'];

/** Somebody whose every command is about one registry, by the real clock. */
function at(registry: string, env: Record<string, string> = {}) {
  const one = student(env);
  const words = (given: readonly string[]) => [...given, '--registry', registry];
  return {
    ...one,
    says: (...given: string[]) => one.community(words(given), { clock: Date.now }),
    answer: <T extends Parameters<Student['answer']>[0]>(schema: T, ...given: string[]) =>
      one.answer(schema, words(given)),
  };
}
type Person = ReturnType<typeof at>;

const codeOf = async (instructor: Person): Promise<string> =>
  JSON.parse((await instructor.says('class', 'list', '--format', 'json')).stdout).classes[0].code;

async function makeClass(registry: string): Promise<{ instructor: Person; code: string }> {
  const instructor = at(registry);
  const made = await instructor.says('class', 'create', 'CS249 Fall', '--expires', day(30));
  expect([made.exit, made.stderr]).toEqual([0, '']);
  const code = /Join code: (\S{4}-\S{4})/.exec(made.stdout)?.[1] ?? '';
  expect(made.stdout).toContain(`tito community join --class ${code} --registry ${registry}`);
  return { instructor, code };
}

describe.each([
  ['a file', async () => join(temporaryFolder(), 'class.sqlite')],
  ['a server', async () => (await serve({ reads_per_minute: 6000 })).url],
])('a class in %s', (_name, place) => {
  it('goes from its making over joins, a freeze and a removal to its export', {
    timeout: 120_000,
  }, async () => {
    const registry = await place();
    const { instructor, code } = await makeClass(registry);
    const students = NAMES.map(() => at(registry));
    for (const [i, each] of students.entries()) {
      // As people type it.
      const typed = i % 2 ? code.toLowerCase().replace('-', ' ') : code;
      const joined = await each.says('join', '--country', 'Kenya', '--class', typed, '--yes');
      expect([joined.exit, joined.stdout]).toEqual([0, expect.stringContaining('CS249 Fall: ')]);
      expect(joined.stderr).toContain('will see, of you alone: your handle');
    }
    const [ada, ben] = students as [Person, Person];

    for (const each of [ada, ben]) {
      const { groups } = await each.answer(cohortAnswer, 'cohort', '--class');
      expect(groups).toMatchObject([{ kind: 'class', label: 'CS249 Fall', members: 6, of: 6 }]);
    }
    expect(await ada.answer(statsAnswer, 'stats')).toMatchObject({
      class: { name: 'CS249 Fall', members: 6, frozen_until: null },
      class_removal: null,
    });
    await ada.says('update', '--modules', '7', '--milestones', '2');

    const frozen = await instructor.says('class', 'freeze', '--until', day(3));
    expect(frozen.stdout).toContain(`Frozen: until ${day(3)} 00:00 UTC`);
    writeFileSync(join(ada.cwd, 'run.json'), JSON.stringify(run));
    const refused = await ada.says('submit', 'run.json');
    expect([refused.exit, refused.stdout]).toEqual([5, expect.stringContaining('run.json waits')]);
    expect(refused.stderr).toContain(`The class CS249 Fall is frozen until ${day(3)} 00:00 UTC`);
    expect(refused.stderr).not.toContain("can't be reached");
    expect((await ada.says('update', '--modules', '8')).stdout).toContain('Modules Completed: 8/20');
    const late = await at(registry).says('join', '--class', code, '--yes');
    expect([late.exit, late.stderr]).toEqual([5, expect.stringContaining('is frozen until')]);
    expect(await ada.answer(statsAnswer, 'stats')).toMatchObject({ total: 6 });

    await instructor.says('class', 'unfreeze');
    expect((await ada.says('stats')).stderr).toContain('Sent what waited: run.json');
    expect(await instructor.answer(classBoardAnswer, 'class', 'board', '--track', 'baseline')).toMatchObject({
      class: { name: 'CS249 Fall', members: 6, frozen_until: null },
      entries: [{ rank: 1, score: run.score, status: 'unverified' }],
    });
    const board = await ben.answer(leaderboardAnswer, 'leaderboard', '--class', '--track', 'baseline');
    expect(board).toMatchObject({ kind: 'class', label: 'CS249 Fall', entries: [{ rank: 1 }] });

    const { handle } = await ben.answer(exportAnswer, 'export');
    const removed = await instructor.says('class', 'remove', handle, '--reason', 'another section');
    expect([removed.exit, removed.stdout]).toEqual([0, expect.stringContaining('5 students')]);
    expect(await ben.answer(exportAnswer, 'export')).toMatchObject({
      class: null,
      class_removal: { name: 'CS249 Fall', reason: 'another section' },
    });
    expect((await ben.says('stats')).stdout).toContain('You were taken out of the class CS249 Fall on');
    const again = await ben.says('update', '--class', code, '--yes');
    expect([again.exit, again.stderr]).toEqual([4, expect.stringContaining('another section')]);

    const { entries } = await instructor.answer(rosterAnswer, 'class', 'roster');
    expect(entries).toHaveLength(5);
    const mine = (await ada.answer(exportAnswer, 'export')).handle;
    expect(entries.find((each) => each.handle === mine)).toMatchObject({
      modules_completed: 8,
      milestones_passed: 2,
      baseline: { score: run.score, status: 'unverified' },
      capstone: null,
      submissions: { unverified: 1, reproduced: 0, flagged: 0 },
    });
    const csv = await instructor.says('class', 'export', '--output', 'class.csv');
    expect(csv.exit).toBe(0);
    const lines = readFileSync(join(instructor.cwd, 'class.csv'), 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^handle,joined,modules_completed,milestones_passed,baseline_score,/);
    expect(lines.join('\n')).not.toMatch(/kenya|KE,/i);

    const renewed = await instructor.says('class', 'renew');
    const next = await codeOf(instructor);
    expect([renewed.exit, next === code]).toEqual([0, false]);
    const old = await at(registry).says('join', '--class', code, '--yes');
    expect([old.exit, old.stderr]).toEqual([2, expect.stringContaining('There is no class with this code')]);
    expect((await ben.says('update', '--class', next, '--yes')).stdout).toContain(
      'Class: nothing → CS249 Fall',
    );
    expect((await ben.says('update', '--no-class')).stdout).toContain('Class: CS249 Fall → nothing');
  });
});

describe('an instructor', () => {
  const file = () => join(temporaryFolder(), 'class.sqlite');

  it('has code and token in a file that nobody else may read, and sees the token only when asked for', async () => {
    const registry = file();
    const { instructor, code } = await makeClass(registry);
    const kept = instructor.files().find((each) => each.includes('/classes/')) ?? '';
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const [own] = JSON.parse(readFileSync(kept, 'utf8')).classes;
    expect(own).toMatchObject({ name: 'CS249 Fall', code: code.replace('-', ''), state: 'created' });
    for (const words of [['list'], ['roster'], ['list', '--format', 'json'], ['roster', '--format', 'json']])
      expect((await instructor.says('class', ...words)).stdout).not.toContain(own.token);
    expect((await instructor.says('class', 'list', '--print-token')).stdout).toContain(own.token);
    const database = readFileSync(registry).toString('latin1');
    for (const secret of [own.token, own.code]) expect(database).not.toContain(secret);
  });

  it('says which class where there are several, and none has the name of another', async () => {
    const registry = file();
    const { instructor } = await makeClass(registry);
    await instructor.says('class', 'create', 'CS101');
    const which = await instructor.says('class', 'roster');
    expect([which.exit, which.stderr]).toEqual([2, expect.stringContaining("'CS249 Fall', 'CS101'")]);
    expect((await instructor.says('class', 'roster', 'cs101')).stdout).toContain(
      'Nobody has joined CS101 yet',
    );
    const twice = await instructor.says('class', 'create', 'CS101');
    expect([twice.exit, twice.stderr]).toEqual([
      2,
      expect.stringContaining("You have a class 'CS101' already"),
    ]);
  });

  it('finishes the making of a class that was cut off as the same class', async () => {
    const { instructor, code } = await makeClass(file());
    const kept = instructor.files().find((each) => each.includes('/classes/')) ?? '';
    const text = readFileSync(kept, 'utf8');
    writeFileSync(kept, text.replace('"created"', '"pending"'));
    expect((await instructor.says('class', 'list')).stdout).toContain('was cut off');
    expect((await instructor.says('class', 'create', 'CS249 Fall')).stdout).toContain(code);
  });

  it('gets the new code to its end where renewing was cut off', async () => {
    const { instructor, code } = await makeClass(file());
    const kept = instructor.files().find((each) => each.includes('/classes/')) ?? '';
    const other = await makeClass(file());
    const next = other.code.replace('-', '');
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('"next_code": null', `"next_code": "${next}"`));
    expect((await instructor.says('class', 'roster')).exit).toBe(0);
    expect(await codeOf(instructor)).toBe(other.code);
    expect(code).not.toBe(other.code);
  });

  it.each([
    ['no name', ['create'], 'A class needs a name'],
    ['a day that is none', ['create', 'CS1', '--expires', '2026-02-30'], '--expires is a day'],
    ['a day that has passed', ['create', 'CS1', '--expires', '2020-01-01'], 'has passed already'],
    ['no end of a freeze', ['freeze'], 'Say until when'],
    ['no reason', ['remove', 'wise-otter-0412'], 'Say whom and why'],
    ['no class', ['roster'], 'You have made no class'],
    ['a format that is no table', ['export', '--format', 'junit'], 'exported as csv or json'],
  ])('hears of %s', async (_name, words, said) => {
    const { exit, stderr } = await at(file()).says('class', ...words);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  it('sends nothing where the community is off', async () => {
    const server = await serve();
    const someone = at(server.url, { DO_NOT_TRACK: '1' });
    const { exit, stderr } = await someone.says('class', 'create', 'CS249');
    expect([exit, stderr]).toEqual([2, expect.stringContaining('switched off by DO_NOT_TRACK')]);
    expect(someone.files()).toEqual([]);
  });
});

describe('a student', () => {
  it('hears what the instructor will see before saying yes, and nothing is sent without one', async () => {
    const registry = join(temporaryFolder(), 'class.sqlite');
    const { code } = await makeClass(registry);
    const ada = at(registry);
    const plan = await ada.says('join', '--class', code, '--dry-run');
    expect(plan.stdout).toContain(`The instructor of the class ${code} will see`);
    expect(plan.stdout).toContain(`"class_code": "${code.replace('-', '')}"`);
    await ada.says('join', '--yes');
    const asked = await ada.says('update', '--class', code);
    expect([asked.exit, asked.stderr]).toEqual([2, expect.stringContaining('will see, of you alone')]);
    const joined = await ada.answer(joinAnswer, 'join', '--class', code, '--yes');
    expect(joined).toMatchObject({
      created: false,
      groups: [{}, {}, { kind: 'class', label: 'CS249 Fall' }],
    });
  });

  it('hears of a code that is mistyped, before anything is sent', async () => {
    const { exit, stderr } = await at('http://127.0.0.1:9').says('join', '--class', 'K7QM-2XPA', '--yes');
    expect([exit, stderr]).toEqual([2, expect.stringContaining('it is mistyped')]);
  });
});
