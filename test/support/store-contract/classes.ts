import { describe, expect, it } from 'vitest';
import type { ClassRefusal } from '../../../community/class-writes.ts';
import type { Outcome, Store } from '../../../community/store.ts';
import { codeOf, DAY_MS, join, joining, makingClass, START, submit, submitting } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

const scopeOf = (name: string) => ({ kind: 'class', key: makingClass(name).id }) as const;
const make = (store: Store, name: string, more = {}) => store.write('createClass', makingClass(name, more));
const enter = (store: Store, id: string, code: string | null, at = START) =>
  store.write('update', {
    ...{ id, at, change: {} },
    code_sha256: code === null ? null : codeOf(code),
  });
const whyOf = (outcome: Outcome) => (outcome as ClassRefusal).why;

export function describeClasses(open: OpenStore): void {
  describe('a class', () => {
    it('is made once, however often it is said, and only with an id, a code and a token of its own', async () => {
      const { store, another } = await open();
      const before = await store.version();
      expect(await make(store, 'CS249')).toEqual({ kind: 'created', class: makingClass('CS249') });
      expect(await store.version()).toBeGreaterThan(before);
      expect(await make(store, 'CS249')).toEqual({ kind: 'present', class: makingClass('CS249') });
      const { id, code_sha256, admin_sha256 } = makingClass('CS249');
      for (const same of [{ id }, { code_sha256 }, { admin_sha256 }])
        expect(await make(store, 'another', same)).toEqual({ kind: 'taken' });
      const other = await another();
      expect(await other.class(id)).toEqual(makingClass('CS249'));
      expect(await other.classByToken(admin_sha256)).toEqual(makingClass('CS249'));
      expect(await other.classByToken(code_sha256)).toBeNull();
      expect(await other.class('nothing')).toBeNull();
    });

    it('lets in by its code, on joining and later, and out again', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      await make(store, 'CS101');
      const ada = await join(store, 'ada', { code_sha256: codeOf('CS249') });
      expect(ada).toMatchObject({ class_id: makingClass('CS249').id, class_removal: null });
      expect(ada).not.toHaveProperty('code_sha256');
      const ben = await join(store, 'ben');
      expect(ben.class_id).toBeNull();
      expect(await enter(store, ben.id, 'CS249')).toMatchObject({
        kind: 'updated',
        before: { class_id: null },
        member: { class_id: ada.class_id },
      });
      expect(await store.members(scopeOf('CS249'))).toBe(2);
      await enter(store, ben.id, 'CS101');
      expect([await store.members(scopeOf('CS249')), await store.members(scopeOf('CS101'))]).toEqual([1, 1]);
      await enter(store, ben.id, null);
      expect(await store.members(scopeOf('CS101'))).toBe(0);
      expect((await store.member(ben.id))?.class_id).toBeNull();
    });

    it('lets nobody in by a code that is unknown, replaced, expired or frozen, and then nobody joins', async () => {
      const { store } = await open();
      await make(store, 'CS249', { expires_at: START + 1000 });
      const { id } = makingClass('CS249');
      const attempt = async (name: string, code: string, joined_at: number) => {
        const outcome = await store.write('join', joining(name, { joined_at, code_sha256: codeOf(code) }));
        return outcome.kind === 'no_class' ? outcome.why : outcome.kind;
      };
      expect(await attempt('ada', 'nothing', START)).toBe('unknown');
      expect(await attempt('ada', 'CS249', START + 1000)).toBe('expired');
      expect(await store.members({ kind: 'all', key: '' })).toBe(0);
      expect(await attempt('ada', 'CS249', START + 999)).toBe('joined');
      const code = { code_sha256: codeOf('new'), code_at: START + 2000, expires_at: null };
      await store.write('changeClass', { id, change: { ...code, frozen_until: START + DAY_MS } });
      expect(await attempt('ben', 'CS249', START)).toBe('unknown');
      expect(await attempt('ben', 'new', START + DAY_MS - 1)).toBe('frozen');
      expect(await attempt('ben', 'new', START + DAY_MS)).toBe('joined');
    });

    it('is no obstacle to a member of it who says the code again', async () => {
      const { store } = await open();
      await make(store, 'CS249', { expires_at: START + 1 });
      const ada = await join(store, 'ada', { code_sha256: codeOf('CS249') });
      const version = await store.version();
      expect(await enter(store, ada.id, 'CS249', START + 5)).toMatchObject({ kind: 'updated' });
      expect(await store.version()).toBe(version);
    });

    it('keeps a submission out while it is frozen, but one that was there is there', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      const { id } = makingClass('CS249');
      await join(store, 'ada', { code_sha256: codeOf('CS249') });
      await submit(store, 'ada', 'first', { score: 50 });
      const until = START + DAY_MS;
      await store.write('changeClass', { id, change: { frozen_until: until } });
      const second = submitting('ada', 'second', { score: 60 });
      expect(await store.write('submit', second)).toMatchObject({ kind: 'frozen', until, class: { id } });
      expect(await store.write('submit', submitting('ada', 'first', { score: 50 }))).toMatchObject({
        kind: 'present',
      });
      await join(store, 'ben');
      await submit(store, 'ben', 'third', { score: 70 });
      const later = submitting('ada', 'second', { score: 60, received_at: until });
      expect(await store.write('submit', later)).toMatchObject({ kind: 'accepted' });
    });

    it('is ranked by progress and scores like any group', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      const code_sha256 = codeOf('CS249');
      for (const [i, name] of ['ada', 'ben', 'cem'].entries()) {
        await join(store, name, { code_sha256, modules_completed: i });
        await submit(store, name, name, { score: 10 * i });
      }
      await join(store, 'dan', { modules_completed: 20 });
      const scope = scopeOf('CS249');
      expect(await store.rank(scope, 'progress', 7)).toEqual({ rank: 2, of: 3 });
      const board = await store.page(scope, 'overall', null, 'worse', 10);
      expect(board.map(({ value, submission }) => [value, submission?.id])).toEqual([
        [20, 'run-cem'],
        [10, 'run-ben'],
        [0, 'run-ada'],
      ]);
      const { id } = makingClass('CS249');
      const ben = await store.memberByToken(joining('ben').token_sha256, START);
      await store.write('expel', { class_id: id, member_id: ben?.id ?? '', reason: 'left', at: START });
      expect((await store.page(scope, 'overall', null, 'worse', 10)).map(({ value }) => value)).toEqual([
        20, 0,
      ]);
      expect((await store.since(scope, 0, 10)).members).toBe(2);
    });

    it('takes somebody out with a reason, who comes back by a new code only', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      const { id: class_id } = makingClass('CS249');
      const ada = await join(store, 'ada', { code_sha256: codeOf('CS249') });
      const expel = { class_id, member_id: ada.id, reason: 'no student "of" mine, \\ {}', at: START + 1 };
      expect(await store.write('expel', expel)).toMatchObject({
        kind: 'expelled',
        member: { class_id: null },
      });
      expect(await store.write('expel', expel)).toEqual({ kind: 'unknown' });
      const removal = { class_id, reason: expel.reason, at: START + 1 };
      expect((await store.member(ada.id))?.class_removal).toEqual(removal);
      expect(whyOf(await enter(store, ada.id, 'CS249', START + 2))).toBe('removed');
      const change = { code_sha256: codeOf('new'), code_at: START + 3 };
      await store.write('changeClass', { id: class_id, change });
      await enter(store, ada.id, 'new', START + 4);
      expect(await store.member(ada.id)).toMatchObject({ class_id, class_removal: null });
      expect(await store.write('expel', { ...expel, member_id: 'nobody' })).toEqual({ kind: 'unknown' });
    });

    it('does not get the code of another class, and its own is no new one', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      await make(store, 'CS101');
      const { id } = makingClass('CS249');
      const change = (code: string) =>
        store.write('changeClass', { id, change: { code_sha256: codeOf(code), code_at: START + 9 } });
      expect(await change('CS101')).toEqual({ kind: 'taken' });
      expect(await change('CS249')).toEqual({ kind: 'changed', class: makingClass('CS249') });
      expect(await store.write('changeClass', { id: 'nothing', change: {} })).toEqual({ kind: 'unknown' });
    });

    it('has a roster by handle, from one on', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      const { id } = makingClass('CS249');
      for (const name of ['c', 'a', 'b', 'A'])
        await join(store, name, { handle: `wise-${name}`, code_sha256: codeOf('CS249') });
      await join(store, 'x', { handle: 'wise-x' });
      const handles = async (from: string, limit: number) =>
        (await store.roster(id, from, limit)).map(({ handle }) => handle);
      expect(await handles('', 10)).toEqual(['wise-A', 'wise-a', 'wise-b', 'wise-c']);
      expect(await handles('wise-b', 1)).toEqual(['wise-b']);
      expect(await handles('wise-aa', 10)).toEqual(['wise-b', 'wise-c']);
    });

    it('is forgotten with a member who leaves, and stays without members', async () => {
      const { store } = await open();
      await make(store, 'CS249');
      const ada = await join(store, 'ada', { code_sha256: codeOf('CS249') });
      await store.write('leave', { id: ada.id });
      expect(await store.members(scopeOf('CS249'))).toBe(0);
      expect(await store.scopes('class')).toEqual([]);
      expect(await store.class(makingClass('CS249').id)).toEqual(makingClass('CS249'));
    });
  });
}
