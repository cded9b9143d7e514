import { describe, expect, it } from 'vitest';
import { DAY_MS, FALL, hex, join, joining, START, START_DAY, submit } from './requests.ts';
import type { OpenStore } from './store-under-test.ts';

export function describeMembers(open: OpenStore): void {
  describe('joining', () => {
    it('gives each the next number and keeps what was given', async () => {
      const { store } = await open();
      const given = { country: 'DE', institution: 'TU Berlin', institution_type: 'university' } as const;
      const first = await join(store, 'ada', { ...given, setup_verified: true, modules_completed: 3 });
      const second = await join(store, 'ben');
      expect([first.number, second.number]).toEqual([1, 2]);
      expect(await store.member(first.id)).toEqual({
        ...joining('ada', { ...given, setup_verified: true, modules_completed: 3 }),
        number: 1,
        updated_at: START,
        milestone_days: [],
        class_id: null,
        class_removal: null,
      });
    });

    it('counts milestones that are passed already for that day', async () => {
      const { store } = await open();
      const { milestone_days } = await join(store, 'ada', { milestones_passed: 2 });
      expect(milestone_days).toEqual([START_DAY, START_DAY]);
      expect(await store.passed(FALL, 2, START_DAY, START_DAY)).toBe(1);
    });

    it('twice is one member, who is not changed', async () => {
      const { store } = await open();
      const member = await join(store, 'ada');
      const version = await store.version();
      const again = await store.write('join', joining('ada', { country: 'FR', joined_at: START + 1 }));
      expect(again).toEqual({ kind: 'present', member });
      expect(await store.members(FALL)).toBe(1);
      expect(await store.version()).toBe(version);
    });

    it('with an id or a token of somebody else is refused', async () => {
      const { store } = await open();
      await join(store, 'ada');
      const theft = joining('ada', { token_sha256: hex('guess') });
      expect(await store.write('join', theft)).toEqual({ kind: 'wrong_token' });
      const shared = joining('ben', { token_sha256: joining('ada').token_sha256 });
      expect(await store.write('join', shared)).toEqual({ kind: 'wrong_token' });
      expect(await store.members(FALL)).toBe(1);
    });

    it('takes names with quotes, in any script, as they are', async () => {
      const { store } = await open();
      const name = `O'Brien "Tech"; DROP TABLE member; -- ИТМО 東京大学 <script> %_?1`;
      const { id } = await join(store, 'ada', { institution: name });
      expect((await store.member(id))?.institution).toBe(name);
      expect((await store.scopes('institution')).map(({ label }) => label)).toEqual([name]);
    });
  });

  describe('updating', () => {
    it('changes what is given, and answers with before and after', async () => {
      const { store } = await open();
      const before = await join(store, 'ada', { country: 'DE', modules_completed: 3 });
      const change = { country: null, modules_completed: 4, course_type: 'bootcamp' } as const;
      const outcome = await store.write('update', { id: before.id, at: START + 5, change });
      const member = { ...before, ...change, updated_at: START + 5 };
      expect(outcome).toEqual({ kind: 'updated', before, member });
      expect(await store.member(before.id)).toEqual(member);
    });

    it('dates each milestone, and forgets the day of one that is taken back', async () => {
      const { store } = await open();
      const { id } = await join(store, 'ada', { milestones_passed: 1 });
      const pass = async (milestones_passed: number, day: number) => {
        const at = START + day * DAY_MS;
        const outcome = await store.write('update', { id, at, change: { milestones_passed } });
        return outcome.kind === 'updated' && outcome.member.milestone_days.map((each) => each - START_DAY);
      };
      expect(await pass(3, 2)).toEqual([0, 2, 2]);
      expect(await pass(1, 3)).toEqual([0]);
      expect(await pass(2, 4)).toEqual([0, 4]);
      expect(await store.passed(FALL, 2, START_DAY, START_DAY + 3)).toBe(0);
      expect(await store.passed(FALL, 2, START_DAY + 4, START_DAY + 4)).toBe(1);
    });

    it('with what is there already changes nothing', async () => {
      const { store } = await open();
      const before = await join(store, 'ada', { country: 'DE' });
      const version = await store.version();
      const outcome = await store.write('update', {
        id: before.id,
        at: START + 5,
        change: { country: 'DE' },
      });
      expect(outcome).toEqual({ kind: 'updated', before, member: before });
      expect(await store.version()).toBe(version);
    });

    it('needs a member', async () => {
      const { store } = await open();
      expect(await store.write('update', { id: hex('nobody', 32), at: START, change: {} })).toEqual({
        kind: 'unknown',
      });
    });
  });

  describe('leaving', () => {
    it('takes everything of the member with it', async () => {
      const { store } = await open();
      const { id, token_sha256 } = await join(store, 'ada', { country: 'DE', institution: 'Tiny College' });
      const run = await submit(store, 'ada', 'first', { score: 90 });
      expect(await store.write('leave', { id })).toEqual({ kind: 'left', submissions: 1 });
      expect(await store.member(id)).toBeNull();
      expect(await store.memberByToken(token_sha256, START)).toBeNull();
      expect(await store.bests(id)).toEqual([]);
      expect(await store.submission(run.id)).toBeNull();
      expect(await store.submissionsOf(id)).toEqual([]);
      expect(await store.document(run.id)).toBeNull();
      expect(await store.members(FALL)).toBe(0);
      expect(await store.scopes('institution')).toEqual([]);
      expect(await store.page(FALL, 'overall', null, 'worse', 10)).toEqual([]);
      expect(await store.write('leave', { id })).toEqual({ kind: 'unknown' });
    });

    it('frees the id and the samples, but no number', async () => {
      const { store } = await open();
      const { id } = await join(store, 'ada');
      await submit(store, 'ada', 'first', { score: 90 });
      await store.write('leave', { id });
      expect((await join(store, 'ada')).number).toBe(2);
      expect((await submit(store, 'ada', 'first', { score: 80 })).score).toBe(80);
    });
  });

  describe('tokens', () => {
    it('find their member; a former one as long as it works', async () => {
      const { store } = await open();
      const { id, token_sha256 } = await join(store, 'ada');
      const next = hex('next token');
      const rotation = { id, token_sha256: next, former_until: START + 100 };
      expect(await store.write('rotate', rotation)).toEqual({ kind: 'rotated' });
      expect((await store.memberByToken(next, START))?.id).toBe(id);
      expect((await store.memberByToken(token_sha256, START + 99))?.id).toBe(id);
      expect(await store.memberByToken(token_sha256, START + 100)).toBeNull();
      expect(await store.memberByToken(hex('guess'), START)).toBeNull();
    });

    it('can be rotated to again when the answer was lost, and back', async () => {
      const { store } = await open();
      const { id, token_sha256 } = await join(store, 'ada');
      const next = hex('next token');
      await store.write('rotate', { id, token_sha256: next, former_until: START + 100 });
      const again = { id, token_sha256: next, former_until: START + 900 };
      expect(await store.write('rotate', again)).toEqual({ kind: 'rotated' });
      expect(await store.memberByToken(token_sha256, START + 100)).toBeNull();
      await store.write('rotate', { id, token_sha256, former_until: START + 200 });
      expect((await store.memberByToken(token_sha256, START + 900))?.id).toBe(id);
      expect((await store.memberByToken(next, START + 199))?.id).toBe(id);
    });

    it('of others are not to be had', async () => {
      const { store } = await open();
      const ada = await join(store, 'ada');
      const ben = await join(store, 'ben');
      const rotate = (id: string, token_sha256: string) =>
        store.write('rotate', { id, token_sha256, former_until: START + 100 });
      expect(await rotate(ada.id, ben.token_sha256)).toEqual({ kind: 'wrong_token' });
      await rotate(ben.id, hex('next token'));
      expect(await rotate(ada.id, ben.token_sha256)).toEqual({ kind: 'wrong_token' });
      const late = joining('eve', { token_sha256: ben.token_sha256 });
      expect(await store.write('join', late)).toEqual({ kind: 'wrong_token' });
      expect(await rotate(hex('nobody', 32), hex('other'))).toEqual({ kind: 'unknown' });
    });

    it('are forgotten with their member, and by a purge', async () => {
      const { store } = await open();
      const { id, token_sha256 } = await join(store, 'ada');
      await store.write('rotate', { id, token_sha256: hex('next'), former_until: START + 100 });
      await store.write('purge', { at: START + 99 });
      expect((await store.memberByToken(token_sha256, START))?.id).toBe(id);
      await store.write('purge', { at: START + 100 });
      expect(await store.memberByToken(token_sha256, START)).toBeNull();
      await store.write('rotate', { id, token_sha256: hex('third'), former_until: START + 100 });
      await store.write('leave', { id });
      expect(await store.memberByToken(hex('next'), START)).toBeNull();
      expect((await join(store, 'ben', { token_sha256: hex('next') })).number).toBe(2);
    });
  });
}
