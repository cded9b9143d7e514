import type { Limits, TimeLimit } from '../schema/tasks-run.ts';
import { ProviderFailure } from '../task-contracts.ts';

/** The four time limits of one attempt: while connecting, before the first token, between tokens, and in all. */
export interface TimeLimits {
  /** Aborted with a ProviderFailure when a limit runs out, or with the run's reason when that is aborted. */
  signal: AbortSignal;
  connected: () => void;
  chunk: () => void;
  /** Ends all timers; to be called whatever became of the attempt. */
  clear: () => void;
}

const WAITING_FOR: Record<TimeLimit, string> = {
  connect: 'no connection',
  first_token: 'no first token',
  idle: 'no further token',
  total: 'no complete answer',
};

/** Starts the clock of an attempt. */
export function startLimits(limits: Limits, total_s: number, run: AbortSignal): TimeLimits {
  const controller = new AbortController();
  const stop = () => controller.abort(run.reason);
  if (run.aborted) stop();
  run.addEventListener('abort', stop, { once: true });
  const arm = (limit: TimeLimit, seconds: number) =>
    setTimeout(() => {
      const message = `${WAITING_FOR[limit]} within ${seconds} s`;
      controller.abort(new ProviderFailure('timeout', message, { limit }));
    }, seconds * 1000);
  let phase = arm('connect', limits.connect_s);
  const total = arm('total', total_s);
  let idle: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    connected: () => {
      clearTimeout(phase);
      phase = arm('first_token', limits.first_token_s);
    },
    chunk: () => {
      // One timer that starts anew costs less than a new one for each of thousands of tokens.
      if (idle) return void idle.refresh();
      clearTimeout(phase);
      idle = arm('idle', limits.idle_s);
    },
    clear: () => {
      run.removeEventListener('abort', stop);
      for (const timer of [phase, total, idle]) clearTimeout(timer);
    },
  };
}
