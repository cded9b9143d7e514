import { describe, expect, it } from 'vitest';
import { httpRegistry } from '../../../src/membership/http/http-registry.ts';
import { JOINED, STATS, SUBMITTED } from '../_answers.ts';
import { memberOf } from '../_member.ts';
import { answering, clientOf, NOW } from './_server.ts';

const TOKEN = 'a'.repeat(64);

describe('requests', () => {
  it('join with the document and the token', async () => {
    const { place, received } = await answering({ body: JOINED });
    expect(await clientOf(place).join(memberOf(), TOKEN)).toEqual(JOINED);
    expect(received).toMatchObject([
      {
        method: 'PUT',
        url: '/v1/member',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          'user-agent': 'tito/1.2.3',
        },
        body: memberOf(),
      },
    ]);
  });

  it('ask as nobody where there is no token', async () => {
    const { place, received } = await answering({ body: STATS });
    expect(await clientOf(place).stats(null)).toEqual(STATS);
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it('keep the path of a registry that is not at the root', async () => {
    const { place, received } = await answering({ body: STATS });
    await clientOf(`${place}/class`).stats(null);
    expect(received[0]?.url).toBe('/class/v1/stats');
  });

  it('carry queries, without what is not asked for', async () => {
    const { place, received } = await answering({ body: { since: '2026-09-01', groups: [] } });
    await clientOf(place).cohort({ since: '2026-09-01', kind: undefined }, TOKEN);
    expect(received[0]?.url).toBe('/v1/cohort?since=2026-09-01');
  });

  it('encode what a query holds', async () => {
    const body = {
      track: 'overall',
      kind: 'cohort',
      label: '',
      members: 5,
      entries: [],
      neighbours: [],
      next: null,
    };
    const { place, received } = await answering({ body });
    await clientOf(place).leaderboard(
      { track: 'overall', within: 'all', limit: 10, cohort: 'Fall 2026&limit=1' },
      null,
    );
    expect(received[0]?.url).toBe(
      '/v1/leaderboard?track=overall&within=all&limit=10&cohort=Fall+2026%26limit%3D1',
    );
  });

  it('submit compressed, under a key', async () => {
    const { place, received } = await answering({ body: SUBMITTED });
    const document = { run: { blocks: Array(1000).fill([0.5, 0.25]) } };
    expect(await clientOf(place).submit(document, 'key1', TOKEN)).toEqual(SUBMITTED);
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/v1/submissions',
      headers: { 'idempotency-key': 'key1', 'content-encoding': 'gzip' },
      body: document,
    });
    expect(Number(received[0]?.headers['content-length'])).toBeLessThan(JSON.stringify(document).length / 2);
  });

  it('rotate, leave and export', async () => {
    const rotated = { former_valid_until: '2026-01-01T00:00:00.000Z' };
    const one = await answering({ body: rotated });
    expect(await clientOf(one.place).rotate('b'.repeat(64), TOKEN)).toEqual(rotated);
    expect(one.received).toMatchObject([
      { method: 'POST', url: '/v1/member/token', body: { token: 'b'.repeat(64) } },
    ]);
    const left = { removed: { members: 1, submissions: 2 } };
    const two = await answering({ body: left });
    expect(await clientOf(two.place).leave(TOKEN)).toEqual(left);
    expect(two.received).toMatchObject([{ method: 'DELETE', url: '/v1/member', body: null }]);
  });
});

describe('answers', () => {
  it('of a newer server are read without what is unknown', async () => {
    const body = { ...STATS, planets: 8, by_country: [{ country_code: 'US', members: 900, flag: 'x' }] };
    const { place } = await answering({ body });
    expect(await clientOf(place).stats(null)).toEqual(STATS);
  });

  it.each([
    ['a negative rank', { ...JOINED, groups: [{ ...JOINED.groups[0], rank: -3 }] }],
    ['a rank that is a text', { ...JOINED, groups: [{ ...JOINED.groups[0], rank: '1' }] }],
    ['a count beyond all numbers', { ...JOINED, groups: [{ ...JOINED.groups[0], members: 1e300 }] }],
    ['no number', { ...JOINED, builder_number: undefined }],
    ['a list', []],
    ['nothing', null],
  ])('with %s are refused', async (_name, body) => {
    const { place } = await answering({ body });
    await expect(clientOf(place).join(memberOf(), TOKEN)).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('its answer is not understood'),
    });
  });

  it('that are about another member are refused', async () => {
    const { place } = await answering({
      body: { ...JOINED, member: memberOf({ anonymous_id: 'f'.repeat(32) }) },
    });
    await expect(clientOf(place).join(memberOf(), TOKEN)).rejects.toMatchObject({
      code: 'registry_unusable',
    });
  });

  it('have names cleaned of what steers a terminal', async () => {
    const institution = { name: '\u001b[2JHarvard\u202E', type: 'university' as const };
    const { place } = await answering({ body: { ...JOINED, member: memberOf({ institution }) } });
    const { member } = await clientOf(place).join(memberOf(), TOKEN);
    expect(member.institution?.name).toBe('[2JHarvard');
  });
});

describe('a clock', () => {
  const skewAt = async (clock: number, date?: string) => {
    const { place } = await answering({ body: STATS, ...(date && { headers: { date } }) });
    const signal = new AbortController().signal;
    const registry = httpRegistry({ place, limit_ms: 1000, clock: () => clock, signal, version: '1' });
    expect(registry.clockSkew_s()).toBeNull();
    await registry.stats(null);
    return registry.clockSkew_s();
  };

  it('that is two years ahead is told', async () => {
    expect(await skewAt(NOW + 730 * 86_400_000, new Date(NOW).toUTCString())).toBe(730 * 86_400);
  });

  it('that is two years behind is told', async () => {
    expect(await skewAt(NOW - 730 * 86_400_000, new Date(NOW).toUTCString())).toBe(-730 * 86_400);
  });

  it('that is off by an hour is none of our business', async () => {
    expect(await skewAt(NOW + 3_600_000, new Date(NOW).toUTCString())).toBeNull();
  });

  it('is not judged by a date that is none', async () => {
    expect(await skewAt(NOW, 'yesterday')).toBeNull();
  });
});
