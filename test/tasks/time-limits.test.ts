import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLimits, type TimeLimits } from '../../src/tasks/time-limits.ts';

const LIMITS = { connect_s: 5, first_token_s: 60, idle_s: 30 };
const run = new AbortController();
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = (total_s = 1000, signal: AbortSignal = run.signal) => startLimits(LIMITS, total_s, signal);
const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
const reached = ({ signal }: TimeLimits) => signal.reason?.limit ?? null;

describe('the time limits of an attempt', () => {
  it('end it where no connection comes', () => {
    const limits = start();
    wait(4.999);
    expect(reached(limits)).toBeNull();
    wait(0.001);
    expect(reached(limits)).toBe('connect');
  });

  it('end it where no token comes, counted from the connection', () => {
    const limits = start();
    wait(4);
    limits.connected();
    wait(59.999);
    expect(reached(limits)).toBeNull();
    wait(0.001);
    expect(reached(limits)).toBe('first_token');
  });

  it('end it where the next token does not come, counted from the last', () => {
    const limits = start();
    limits.connected();
    for (let token = 0; token < 10; token++) {
      wait(29.999);
      limits.chunk();
    }
    expect(reached(limits)).toBeNull();
    wait(30);
    expect(reached(limits)).toBe('idle');
  });

  it('end it where the answer does not end, however steadily it comes', () => {
    const limits = start(100);
    limits.connected();
    for (let second = 0; second < 99; second++) {
      wait(1);
      limits.chunk();
    }
    expect(reached(limits)).toBeNull();
    wait(1);
    expect(reached(limits)).toBe('total');
  });

  it.each([
    ['connect', 'no connection within 5 s', () => undefined],
    ['first_token', 'no first token within 60 s', (limits: TimeLimits) => limits.connected()],
    [
      'idle',
      'no further token within 30 s',
      (limits: TimeLimits) => {
        limits.connected();
        limits.chunk();
      },
    ],
  ])('say what %s waited for, as a time-out that may be tried again', (limit, message, begin) => {
    const limits = start();
    begin(limits);
    wait(60);
    expect(limits.signal.reason).toMatchObject({ kind: 'timeout', limit, message, is_retryable: true });
  });

  it("pass the run's own end on, with its reason", () => {
    const controller = new AbortController();
    const limits = start(1000, controller.signal);
    controller.abort('interrupted');
    expect(limits.signal.reason).toBe('interrupted');
  });

  it('have run out already in a run that has ended', () => {
    expect(start(1000, AbortSignal.abort('interrupted')).signal.reason).toBe('interrupted');
  });

  it.each([
    ['at once', () => undefined],
    [
      'after a token',
      (limits: TimeLimits) => {
        limits.connected();
        limits.chunk();
      },
    ],
  ])('leave no timer behind once they are cleared %s', (_, begin) => {
    const limits = start();
    begin(limits);
    limits.clear();
    expect(vi.getTimerCount()).toBe(0);
    expect(limits.signal.aborted).toBe(false);
  });
});
