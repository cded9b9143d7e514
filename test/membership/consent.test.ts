import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type Circumstances,
  CONSENT_VERSION,
  GIVEN_FIELDS,
  giveConsent,
  mayActUnasked,
  mayGive,
  needsConsent,
  switchedOffBy,
} from '../../src/membership/consent.ts';
import { memberDocument } from '../../src/schema/community/member.ts';

/** Dotted paths of everything that a schema can hold. */
function pathsOf(schema: unknown, path: string[] = []): string[] {
  if (schema instanceof z.ZodMiniNullable || schema instanceof z.ZodMiniOptional)
    return pathsOf(schema.def.innerType, path);
  if (!(schema instanceof z.ZodMiniObject)) return [path.join('.')];
  return Object.entries(schema.shape).flatMap(([name, field]) => pathsOf(field, [...path, name]));
}

describe('consent', () => {
  it('names every field that a member can give', () => {
    expect([...GIVEN_FIELDS].sort()).toEqual(pathsOf(memberDocument).sort());
  });

  it('is needed by somebody who was never asked', () => {
    expect(needsConsent(null)).toBe(true);
  });

  it('holds once it is given', () => {
    const given = giveConsent(0);
    expect(needsConsent(given)).toBe(false);
    expect(given).toMatchObject({ version: CONSENT_VERSION, given_at: '1970-01-01T00:00:00.000Z' });
  });

  it('is asked for again when there is one field more', () => {
    expect(needsConsent(giveConsent(0), [...GIVEN_FIELDS, 'location.city'])).toBe(true);
  });

  it('is not asked for again when less is given', () => {
    expect(needsConsent(giveConsent(0), ['anonymous_id'])).toBe(false);
  });

  it('is asked for again under other terms', () => {
    expect(needsConsent({ ...giveConsent(0), version: CONSENT_VERSION + 1 })).toBe(true);
  });
});

describe('what may be given', () => {
  const outcome = (given: Partial<Circumstances>) => {
    const decided = mayGive({
      env: {},
      is_terminal: true,
      is_local: false,
      yes: false,
      consented: false,
      ...given,
    });
    return decided.kind === 'refuse' ? decided.error.code : decided.kind;
  };
  const quiet = { is_terminal: false };
  const ci = { env: { CI: 'true' } };
  const noTrack = { env: { DO_NOT_TRACK: '1' } };
  const off = { env: { TITO_COMMUNITY: 'off' } };

  it.each([
    ['on a terminal', {}, 'ask'],
    ['after a yes', { consented: true }, 'go'],
    ['with --yes', { yes: true }, 'go'],
    ['without a terminal', quiet, 'consent_needed'],
    ['without a terminal after a yes', { ...quiet, consented: true }, 'go'],
    ['without a terminal, with --yes', { ...quiet, yes: true }, 'go'],
    ['in CI', ci, 'consent_needed'],
    ['in CI after a yes', { ...ci, consented: true }, 'consent_needed'],
    ['in CI with --yes', { ...ci, yes: true }, 'go'],
    ['with DO_NOT_TRACK=1', noTrack, 'community_off'],
    ['with DO_NOT_TRACK=1 after a yes', { ...noTrack, consented: true }, 'community_off'],
    ['with DO_NOT_TRACK=1 and --yes', { ...noTrack, yes: true }, 'community_off'],
    ['with TITO_COMMUNITY=off and --yes', { ...off, yes: true }, 'community_off'],
  ] as const)('to a server %s: %o is %s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it.each([
    ['on a terminal', {}, 'ask'],
    ['without a terminal', quiet, 'consent_needed'],
    ['in CI', ci, 'consent_needed'],
    ['in CI after a yes', { ...ci, consented: true }, 'go'],
    ['with DO_NOT_TRACK=1', noTrack, 'consent_needed'],
    ['with DO_NOT_TRACK=1 and --yes', { ...noTrack, yes: true }, 'go'],
    ['with TITO_COMMUNITY=off and --yes', { ...off, yes: true }, 'go'],
  ] as const)('to a file %s: %o is %s', (_name, given, expected) => {
    expect(outcome({ ...given, is_local: true })).toBe(expected);
  });

  it('says what stands in the way and how to say yes', () => {
    const decided = mayGive({
      env: { CI: '1' },
      is_terminal: true,
      is_local: true,
      yes: false,
      consented: false,
    });
    if (decided.kind !== 'refuse') throw new Error('it was not refused');
    expect(decided.error.message).toBe(
      'Nothing was sent: this runs in CI (CI=1), where nobody can be asked.',
    );
    expect(decided.error.hint).toContain('--yes');
  });
});

describe('switches', () => {
  it.each(['1', 'true', 'yes', 'TRUE', 'x'])('DO_NOT_TRACK=%s is a wish', (word) => {
    expect(switchedOffBy({ DO_NOT_TRACK: word })).toBe(`DO_NOT_TRACK=${word}`);
  });

  it.each(['', '0', 'false'])('DO_NOT_TRACK=%s is none', (word) => {
    expect(switchedOffBy({ DO_NOT_TRACK: word })).toBeNull();
  });

  it.each(['off', 'OFF', '0', 'no', 'of'])('TITO_COMMUNITY=%s switches off', (word) => {
    expect(switchedOffBy({ TITO_COMMUNITY: word })).toBe(`TITO_COMMUNITY=${word}`);
  });

  it.each(['', 'on', '1'])('TITO_COMMUNITY=%s does not', (word) => {
    expect(switchedOffBy({ TITO_COMMUNITY: word })).toBeNull();
  });

  it('keep from acting unasked', () => {
    expect(mayActUnasked({}, false)).toBe(true);
    expect(mayActUnasked({ CI: '1' }, false)).toBe(false);
    expect(mayActUnasked({ CI: '1' }, true)).toBe(true);
    expect(mayActUnasked({ DO_NOT_TRACK: '1' }, true)).toBe(false);
  });
});
