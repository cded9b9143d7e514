import { describe, expect, it } from 'vitest';
import { hashCode } from '../../../community/registry/class/refusal.ts';
import { classBoardAnswer, rosterAnswer } from '../../../src/schema/community/class-answers.ts';
import { classCodeFrom, normalCode } from '../../../src/schema/community/class-code.ts';
import { joining } from '../../support/store-contract/requests.ts';
import { DAY, documentFor, idOf, NOW, openClass, tokenOf } from './_registry.ts';

const CODE = classCodeFrom(Buffer.from('CS249-1'));
const NEXT = classCodeFrom(Buffer.from('CS249-2'));
const ADMIN = tokenOf('instructor');
const iso = (at: number) => new Date(at).toISOString();

async function openWithClass(expires_at: string | null = null) {
  const opened = openClass();
  const { registry } = opened;
  const document = { class_id: idOf('class'), name: 'CS249 Fall', code: CODE, expires_at };
  await registry.classes.create(document, ADMIN);
  return {
    ...opened,
    classes: registry.classes,
    document,
    enter: (who: string | number, code = CODE) =>
      registry.join({ ...documentFor(who), class_code: code }, tokenOf(who)),
  };
}

describe('a class', () => {
  it('is made once, and belongs to its token', async () => {
    const { classes, document } = await openWithClass();
    expect(await classes.create(document, ADMIN)).toEqual(await classes.read(ADMIN));
    expect(await classes.read(ADMIN)).toEqual({
      class_id: idOf('class'),
      name: 'CS249 Fall',
      created_at: iso(NOW),
      expires_at: null,
      frozen_until: null,
      members: 0,
    });
    await expect(classes.create(document, tokenOf('thief'))).rejects.toMatchObject({ code: 'class_taken' });
    for (const token of [tokenOf('thief'), 'short', ''])
      for (const attempt of [
        () => classes.read(token),
        () => classes.change({ frozen_until: null }, token),
        () => classes.roster({ limit: 10 }, token),
        () => classes.board({ track: 'overall', limit: 10 }, token),
        () => classes.remove('wise-otter-0001', { reason: 'why' }, token),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'not_an_instructor' });
  });

  it.each([
    ['a code that is mistyped', { code: 'K7QM-2XPA' }],
    ['a name of spaces', { name: '   ' }],
    ['an id that is none', { class_id: 'x' }],
  ])('is not made of %s', async (_name, wrong) => {
    const { classes, document } = await openWithClass();
    const given = { ...document, ...wrong };
    await expect(classes.create(given, tokenOf('x'))).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('tells a member of it no more than of any group, and the instructor each', async () => {
    const { enter, registry, classes, submit } = await openWithClass();
    for (const who of [1, 2, 3, 4]) await enter(who);
    await submit(1, { score: 80 });
    await submit(1, { score: 90, seed: 2, measured_at: NOW - DAY });
    await submit(2, { score: 70, kind: 'baseline' });
    const own = async () => (await registry.cohort({ kind: 'class' }, tokenOf(1))).groups;
    expect(await own()).toMatchObject([{ label: 'CS249 Fall', members: null, rank: null, peers: [] }]);
    const query = { track: 'overall', within: 'class', limit: 10 } as const;
    expect((await registry.leaderboard(query, tokenOf(1))).entries).toEqual([]);
    const stats = await registry.stats(tokenOf(1));
    expect(stats.class).toEqual({
      class_id: idOf('class'),
      name: 'CS249 Fall',
      members: null,
      progress_rank: null,
      frozen_until: null,
    });

    const { entries, class: shown } = rosterAnswer.parse(await classes.roster({ limit: 100 }, ADMIN));
    expect(shown.members).toBe(4);
    expect(entries.map(({ handle }) => handle)).toEqual(entries.map(({ handle }) => handle).sort());
    const best = entries.find(({ capstone }) => capstone !== null);
    expect(best).toMatchObject({
      joined: '2026-11',
      capstone: { score: 90, score_interval: [87, 93], tracks: { speed: 90 }, submitted: '2026-11-21' },
      submissions: { unverified: 2, reproduced: 0, flagged: 0 },
    });
    // What a roster holds is what a student agreed to, and nothing else.
    expect(Object.keys(entries[0] ?? {}).sort()).toEqual(
      [
        'baseline',
        'capstone',
        'handle',
        'joined',
        'milestones_passed',
        'modules_completed',
        'submissions',
      ].sort(),
    );
    expect(JSON.stringify(entries)).not.toMatch(/US|Harvard/);
    const board = classBoardAnswer.parse(await classes.board({ track: 'overall', limit: 10 }, ADMIN));
    expect(board.entries).toMatchObject([{ rank: 1, score: 90 }]);

    await enter(5);
    expect(await own()).toMatchObject([{ members: 5, of: 5, rank: 1 }]);
    expect((await registry.leaderboard(query, tokenOf(1))).members).toBe(5);
  });

  it('is no group of those who are not in it', async () => {
    const { registry, join } = await openWithClass();
    await join('ada');
    const attempts = [
      registry.cohort({ kind: 'class' }, tokenOf('ada')),
      registry.leaderboard({ track: 'overall', within: 'class', limit: 10 }, tokenOf('ada')),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toThrow('You belong to no class');
    expect((await registry.stats(tokenOf('ada'))).class).toBeNull();
  });

  it('has a roster of pages, in which nobody is missing and nobody twice', async () => {
    const { enter, classes } = await openWithClass();
    for (let who = 0; who < 23; who++) await enter(who);
    const handles: string[] = [];
    let after: string | undefined;
    do {
      const page = await classes.roster({ limit: 5, ...(after === undefined ? {} : { after }) }, ADMIN);
      handles.push(...page.entries.map(({ handle }) => handle));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(handles).toHaveLength(23);
    expect(new Set(handles).size).toBe(23);
  });

  it('misses nobody where two share a handle, and does not guess whom of them to take out', async () => {
    const { store, classes } = await openWithClass();
    for (const [i, handle] of ['a', 'b', 'c', 'c', 'd'].entries()) {
      const code_sha256 = hashCode(normalCode(CODE));
      await store.write('join', joining(`${i}`, { handle: `wise-${handle}`, code_sha256 }));
    }
    const first = await classes.roster({ limit: 3 }, ADMIN);
    expect(first.entries.map(({ handle }) => handle)).toEqual(['wise-a', 'wise-b']);
    const second = await classes.roster({ limit: 3, after: first.next ?? '' }, ADMIN);
    expect(second.entries.map(({ handle }) => handle)).toEqual(['wise-c', 'wise-c', 'wise-d']);
    expect(second.next).toBeNull();
    const removal = classes.remove('wise-c', { reason: 'why' }, ADMIN);
    await expect(removal).rejects.toThrow('two members of the class share it');
  });

  it('lets in to the end of the code, and then says so', async () => {
    const { enter, setClock, registry } = await openWithClass(iso(NOW + DAY));
    await enter('ada');
    setClock(NOW + DAY);
    await expect(enter('ben')).rejects.toMatchObject({ code: 'class_expired' });
    await expect(enter('cem', NEXT)).rejects.toMatchObject({ code: 'unknown_class_code' });
    expect((await registry.stats(null)).total).toBe(1);
    // A retry of a join that was answered.
    expect(await enter('ada')).toMatchObject({ created: false });
  });

  it('is frozen until its time: no joins by code, no runs, but progress', async () => {
    const { enter, setClock, classes, registry, submit, join } = await openWithClass();
    await enter('ada');
    await join('dan');
    const until = NOW + 3 * DAY;
    await classes.change({ frozen_until: iso(until) }, ADMIN);
    const frozen = { code: 'class_frozen', details: { name: 'CS249 Fall', until: iso(until) } };
    await expect(submit('ada', { score: 80 })).rejects.toMatchObject(frozen);
    await expect(enter('ben')).rejects.toMatchObject(frozen);
    expect(await submit('dan', { score: 80 })).toMatchObject({ created: true });
    expect(
      (await registry.update({ progress: { modules_completed: 9 } }, tokenOf('ada'))).changes,
    ).toHaveLength(1);
    expect((await registry.stats(tokenOf('ada'))).class?.frozen_until).toBe(iso(until));
    setClock(until);
    expect(await submit('ada', { score: 81 })).toMatchObject({ created: true });
    expect((await classes.read(ADMIN)).frozen_until).toBeNull();
    const tooLong = classes.change({ frozen_until: iso(NOW + 1000 * DAY) }, ADMIN);
    await expect(tooLong).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('takes somebody out with a reason, who is told and stays a member', async () => {
    const { enter, classes, registry, setClock } = await openWithClass();
    const { handle } = await enter('ada');
    const gone = await classes.remove(handle, { reason: ' another\u202e section ' }, ADMIN);
    expect(gone).toMatchObject({ handle, reason: 'another section', class: { members: 0 } });
    const note = { name: 'CS249 Fall', reason: 'another section', removed_at: iso(NOW) };
    expect(await registry.export(tokenOf('ada'))).toMatchObject({ class: null, class_removal: note });
    expect(await registry.stats(tokenOf('ada'))).toMatchObject({ class: null, class_removal: note });
    const again = () => registry.update({ class_code: CODE }, tokenOf('ada'));
    await expect(again()).rejects.toMatchObject({ code: 'removed_from_class' });
    await expect(classes.remove(handle, { reason: 'x' }, ADMIN)).rejects.toMatchObject({
      code: 'not_in_class',
    });
    await expect(classes.remove(handle, { reason: ' ' }, ADMIN)).rejects.toMatchObject({
      code: 'bad_request',
    });
    setClock(NOW + DAY);
    await classes.change({ code: NEXT }, ADMIN);
    const { changes } = await registry.update({ class_code: NEXT }, tokenOf('ada'));
    expect(changes).toEqual([{ field: 'class', before: null, after: 'CS249 Fall' }]);
    expect(await registry.stats(tokenOf('ada'))).toMatchObject({ class_removal: null });
  });
});
