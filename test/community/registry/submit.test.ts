import { describe, expect, it } from 'vitest';
import { submitAnswer } from '../../../src/schema/community/submission.ts';
import { DAY, NOW, openClass } from './_registry.ts';

describe('a submission', () => {
  it('is answered with its scores, the ranks before and after, and what is left of today', async () => {
    const { join, submit } = openClass();
    for (let i = 0; i < 5; i++) {
      await join(i);
      await submit(i, { score: 50 + i });
    }
    const answer = submitAnswer.parse(await submit(0, { score: 53, samples: 'better' }));
    expect(answer).toMatchObject({
      created: true,
      kind: 'capstone',
      score: 53,
      score_interval: [50, 56],
      tracks: { speed: 53 },
      status: 'unverified',
      is_best: true,
      findings: [],
      quota: { limit: 5, remaining: 3, resets_at: '2026-11-22T00:00:00.000Z' },
    });
    expect(answer.ranks_before.map(({ kind, rank, of }) => [kind, rank, of])).toEqual([
      ['all', 5, 5],
      ['cohort', 5, 5],
      ['institution', 5, 5],
      ['course_type', 5, 5],
    ]);
    // Two have 53 now, and one is better.
    expect(answer.ranks_after.map(({ rank, of }) => [rank, of])).toEqual(
      Array.from({ length: 4 }, () => [2, 5]),
    );
  });

  it('has no rank before the first, and keeps the best', async () => {
    const { join, submit } = openClass();
    for (let i = 0; i < 6; i++) await join(i);
    for (let i = 1; i < 6; i++) await submit(i, { score: 50 + i });
    const first = await submit(0, { score: 90 });
    expect(first.ranks_before[0]).toMatchObject({ rank: null, of: 5 });
    expect(first.ranks_after[0]).toMatchObject({ rank: 1, of: 6, top_percent: 25 });
    const worse = await submit(0, { score: 10 });
    expect(worse).toMatchObject({ is_best: false });
    expect(worse.ranks_after).toEqual(worse.ranks_before);
    expect(worse.ranks_after[0]).toMatchObject({ rank: 1, of: 6 });
  });

  it('is reproduced by a second run of the same code', async () => {
    const { join, submit } = openClass();
    await join('ada');
    expect((await submit('ada', { score: 80, seed: 1, measured_at: NOW - DAY })).status).toBe('unverified');
    expect((await submit('ada', { score: 82, seed: 2, measured_at: NOW })).status).toBe('reproduced');
  });

  it('of the same run counts once, whatever key it has', async () => {
    const { join, submit } = openClass();
    await join('ada');
    const first = await submit('ada', { score: 80, samples: 's' });
    const retried = await submit('ada', { score: 80, samples: 's' });
    const replayed = await submit('ada', { score: 99, samples: 's' }, 'another-key');
    for (const again of [retried, replayed]) {
      expect(again).toMatchObject({ created: false, submission_id: first.submission_id, score: 80 });
      expect(again.quota.remaining).toBe(4);
    }
  });

  it('of somebody else’s run is refused', async () => {
    const { join, submit } = openClass();
    await join('ada');
    await join('eve');
    await submit('ada', { score: 80, samples: 's' });
    await expect(submit('eve', { score: 80, samples: 's' })).rejects.toMatchObject({ code: 'duplicate_run' });
  });

  it('is refused with a key that stands for another one, or with none', async () => {
    const { join, submit } = openClass();
    await join('ada');
    await submit('ada', { score: 80 }, 'key');
    await expect(submit('ada', { score: 81 }, 'key')).rejects.toMatchObject({ code: 'key_reused' });
    for (const key of ['', 'a b', 'x'.repeat(201)]) {
      await expect(submit('ada', { score: 81 }, key)).rejects.toMatchObject({ code: 'bad_request' });
    }
  });

  it('is ranked five times a day of one kind', async () => {
    const { join, submit, setClock } = openClass();
    await join('ada');
    for (let i = 0; i < 5; i++) await submit('ada', { score: 50 + i });
    await expect(submit('ada', { score: 60 })).rejects.toMatchObject({
      code: 'quota_used',
      details: { kind: 'capstone', limit: '5', resets_at: '2026-11-22T00:00:00.000Z' },
    });
    expect((await submit('ada', { score: 60, kind: 'baseline' })).quota.remaining).toBe(4);
    expect((await submit('ada', { score: 54 })).created).toBe(false);
    setClock(Date.parse('2026-11-22T00:00:00Z'));
    expect((await submit('ada', { score: 60 })).quota.remaining).toBe(4);
  });

  it('by a clock that is days ahead or years behind is taken, and told', async () => {
    const { join, submit } = openClass();
    await join('ada');
    const rules = async (score: number, measured_at: number) =>
      (await submit('ada', { score, measured_at })).findings.map(
        ({ rule, severity }) => `${severity} ${rule}`,
      );
    expect(await rules(50, NOW + 2 * DAY)).toEqual(['warned measured_in_future']);
    expect(await rules(51, NOW + DAY)).toEqual([]);
    expect(await rules(52, NOW - 366 * DAY)).toEqual([]);
    expect(await rules(53, NOW - 730 * DAY)).toEqual(['warned measured_long_ago']);
    const { findings } = await submit('ada', { score: 54, measured_at: NOW + 2 * DAY });
    expect(findings[0]?.message).toContain('2026-11-23 by the clock of that machine');
  });

  it('needs a membership', async () => {
    const { submit } = openClass();
    await expect(submit('stranger', { score: 90 })).rejects.toMatchObject({ code: 'not_a_member' });
  });

  it('makes the member’s document, of the best runs', async () => {
    const { join, submit } = openClass();
    await join('ada');
    await submit('ada', { score: 90, tracks: { speed: 80, compression: 95, accuracy: 90, efficiency: 95 } });
    await submit('ada', { score: 70, tracks: { speed: 100, compression: 60, accuracy: 60, efficiency: 60 } });
    await submit('ada', { kind: 'baseline', score: 85 });
    const { member } = await join('ada');
    expect(member.progress.capstone_score).toBe(90);
    expect(member.benchmarks).toEqual({
      baseline: { score: 85, timestamp: '2026-11-21T12:00:00.000Z' },
      capstone: {
        score: 90,
        tracks: { speed: 80, compression: 95, accuracy: 90, efficiency: 95 },
        timestamp: '2026-11-21T12:00:00.000Z',
      },
    });
  });
});
