import { describe, expect, it } from 'vitest';
import { TitoError } from '../../src/errors.ts';
import { giveConsent } from '../../src/membership/consent.ts';
import { createIdentity, readIdentity } from '../../src/membership/identity.ts';
import { rotateToken, settleRotation } from '../../src/membership/rotate-token.ts';
import { freshKeeper } from './_place.ts';

/** A registry that knows one member's tokens, as the contract says: the former one works until it runs out. */
function tokensOf(first: string) {
  const state = { current: first, former: null as string | null, calls: 0 };
  const rotate = async (next: string, token: string) => {
    state.calls++;
    if (token !== state.current && token !== state.former) throw new TitoError('not_a_member');
    if (next !== state.current) {
      state.former = state.current;
      state.current = next;
    }
    return { former_valid_until: '2026-01-01T00:00:00.000Z' };
  };
  return { state, rotate };
}

function member() {
  const { keeper, place } = freshKeeper();
  const identity = createIdentity(keeper, place, giveConsent(0), 0);
  const registry = tokensOf(identity.token);
  const kept = () => {
    const now = readIdentity(keeper, place);
    if (!now) throw new Error('the identity is gone');
    return now;
  };
  return { keeper, place, identity, registry, kept };
}

/** A rotation whose process ends at the call: before the registry heard of it, or after. */
async function killed({ keeper, place, registry }: ReturnType<typeof member>, when: 'before' | 'after') {
  const rotate = async (next: string, token: string) => {
    if (when === 'after') await registry.rotate(next, token);
    throw new Error('killed');
  };
  await expect(rotateToken({ rotate }, keeper, place)).rejects.toThrow('killed');
}

describe('a rotation', () => {
  it('leaves the one new token, here and there', async () => {
    const { keeper, place, identity, registry, kept } = member();
    expect(await rotateToken(registry, keeper, place)).toEqual({
      former_valid_until: '2026-01-01T00:00:00.000Z',
    });
    expect(kept()).toEqual({ ...identity, token: registry.state.current });
    expect(kept().token).not.toBe(identity.token);
  });

  it('has both tokens on disk while it is under way', async () => {
    const one = member();
    await killed(one, 'before');
    expect(one.kept().token).toBe(one.identity.token);
    expect(one.kept().next_token).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['before', 'after'] as const)(
    'that was killed %s the registry took it is brought to its end',
    async (when) => {
      const one = member();
      await killed(one, when);
      const settled = await settleRotation(one.registry, one.keeper, one.place, one.kept());
      expect(settled).toMatchObject({ token: one.registry.state.current, next_token: null });
      expect(one.kept()).toEqual(settled);
    },
  );

  it('is settled even where the former token has run out', async () => {
    const one = member();
    await killed(one, 'after');
    one.registry.state.former = null;
    const settled = await settleRotation(one.registry, one.keeper, one.place, one.kept());
    expect(settled.token).toBe(one.registry.state.current);
  });

  it('begun anew goes on with the token that the registry may have', async () => {
    const one = member();
    await killed(one, 'after');
    one.registry.state.former = null;
    expect(await rotateToken(one.registry, one.keeper, one.place)).toBeNull();
    expect(one.kept()).toMatchObject({ token: one.registry.state.current, next_token: null });
  });

  it('keeps both tokens where the registry knows neither', async () => {
    const one = member();
    await killed(one, 'before');
    one.registry.state.current = 'somebody else';
    const before = one.kept();
    await expect(settleRotation(one.registry, one.keeper, one.place, before)).rejects.toMatchObject({
      code: 'not_a_member',
    });
    expect(one.kept()).toEqual(before);
  });

  it('keeps both tokens where the registry can not be reached', async () => {
    const one = member();
    const rotate = () => Promise.reject(new TitoError('registry_unreachable'));
    await expect(rotateToken({ rotate }, one.keeper, one.place)).rejects.toMatchObject({
      code: 'registry_unreachable',
    });
    expect(one.kept().token).toBe(one.identity.token);
    expect(one.kept().next_token).not.toBeNull();
  });

  it('is the same where two rotate at once', async () => {
    const one = member();
    await Promise.all([
      rotateToken(one.registry, one.keeper, one.place),
      rotateToken(one.registry, one.keeper, one.place),
    ]);
    expect(one.kept()).toMatchObject({ token: one.registry.state.current, next_token: null });
  });

  it('asks nobody where none is under way', async () => {
    const one = member();
    await settleRotation(one.registry, one.keeper, one.place, one.identity);
    expect(one.registry.state.calls).toBe(0);
  });

  it('of somebody who has not joined is refused', async () => {
    const { keeper, place } = freshKeeper();
    await expect(rotateToken(tokensOf(''), keeper, place)).rejects.toMatchObject({ code: 'not_joined' });
  });
});
