import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/analysis/random.ts';
import { pause, pauseBefore } from '../../src/tasks/back-off.ts';

const policy = fc.record({
  attempts: fc.constant(9),
  base_ms: fc.double({ min: 0.1, max: 5000, noNaN: true }),
  max_ms: fc.double({ min: 0.1, max: 60_000, noNaN: true }),
});
const failed = fc.integer({ min: 1, max: 2000 });
const seed = fc.nat();
/** Draws always the same share. */
const drawing = (share: number) => ({ ...seededRandom(1), next: () => share });

describe('the pause before another attempt', () => {
  it('is never longer than base · 2^(n-1), nor than the longest', () => {
    fc.assert(
      fc.property(policy, failed, seed, (retry, n, from) => {
        const ms = pauseBefore(n, retry, seededRandom(from));
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(retry.max_ms);
        expect(ms).toBeLessThanOrEqual(retry.base_ms * 2 ** (n - 1));
      }),
    );
  });

  it('takes all of that range: full jitter', () => {
    const retry = { attempts: 5, base_ms: 100, max_ms: 1000 };
    expect([1, 2, 3, 4, 5, 6].map((n) => pauseBefore(n, retry, drawing(0.5)))).toEqual([
      50, 100, 200, 400, 500, 500,
    ]);
    expect(pauseBefore(3, retry, drawing(0))).toBe(0);
  });

  it('is never shorter than what the server asked for, but for the longest', () => {
    const asked = fc.double({ min: 0, max: 100_000, noNaN: true });
    fc.assert(
      fc.property(policy, failed, seed, asked, (retry, n, from, asked_ms) => {
        const ms = pauseBefore(n, retry, seededRandom(from), asked_ms);
        expect(ms).toBeGreaterThanOrEqual(Math.min(asked_ms, retry.max_ms));
        expect(ms).toBeLessThanOrEqual(retry.max_ms);
      }),
    );
  });

  it('follows from the seed', () => {
    const retry = { attempts: 5, base_ms: 100, max_ms: 1000 };
    const course = (from: number) => {
      const random = seededRandom(from);
      return [1, 2, 3].map((n) => pauseBefore(n, retry, random));
    };
    expect(course(5)).toEqual(course(5));
    expect(course(5)).not.toEqual(course(6));
  });
});

describe('pausing', () => {
  it('waits', async () => {
    const order: string[] = [];
    const { signal } = new AbortController();
    const long = pause(60, signal).then(() => order.push('long'));
    await pause(1, signal).then(() => order.push('short'));
    await long;
    expect(order).toEqual(['short', 'long']);
  });

  it('ends at once with the reason when the run is aborted', async () => {
    const controller = new AbortController();
    const waiting = pause(1e6, controller.signal);
    controller.abort('enough');
    await expect(waiting).rejects.toBe('enough');
  });

  it('does not begin in a run that was aborted', async () => {
    await expect(pause(1e6, AbortSignal.abort('enough'))).rejects.toBe('enough');
  });
});
