import type { Progress } from '../cli/progress.ts';
import type { TasksPlan } from '../schema/tasks-run.ts';
import type { TasksEvent } from '../tasks/events.ts';

/** Without a terminal, a line for every twentieth of the samples is enough to see that it goes on. */
const LINES = 20;

/**
 * What is going on: done, failed, in flight, tokens per second, time left. On a terminal in one living line, elsewhere
 * (CI) in some plain ones.
 */
export function tellTasks(
  progress: Pick<Progress, 'update' | 'say'>,
  options: { isTerminal: boolean; isVerbose: boolean; now: () => number },
): (event: TasksEvent) => void {
  const { now } = options;
  let [total, done, failed, inFlight, tokens, answered] = [0, 0, 0, 0, 0, 0];
  let start: number | null = null;
  const begin = ({ schedule, is_language_model, provider_reason, profile }: TasksPlan) => {
    [total, done, failed, inFlight, tokens, answered] = [schedule.length, 0, 0, 0, 0, 0];
    start = null;
    if (!is_language_model)
      progress.say(`Profile ${profile}: no language model answers, ${provider_reason}.`);
  };
  const status = () => {
    const elapsed = start === null ? 0 : (now() - start) / 1000;
    const left = answered > 0 ? (elapsed / answered) * (total - done) : null;
    return [
      `${done} of ${total} done`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      `${inFlight} in flight`,
      ...(elapsed > 0 && tokens > 0 ? [`${Math.round(tokens / elapsed)} tokens/s`] : []),
      ...(left === null ? [] : [`about ${duration(left)} left`]),
    ].join(', ');
  };
  const isWorthALine = () => done === total || done % Math.max(1, Math.ceil(total / LINES)) === 0;
  return (event) => {
    switch (event.kind) {
      case 'planned':
        return begin(event.plan);
      case 'resumed':
        begin(event.plan);
        done = event.done;
        return progress.say(`Going on: ${done} of ${total} done.`);
      case 'warming-up':
        return progress.update(`Loading ${event.model.model}`);
      case 'sample-started':
        start ??= now();
        inFlight += 1;
        if (options.isTerminal) progress.update(status());
        return;
      case 'sample-finished': {
        const { status: outcome, tokens: used } = event.sample;
        [done, inFlight, answered] = [done + 1, Math.max(0, inFlight - 1), answered + 1];
        if (outcome === 'failed') failed += 1;
        tokens += used ? used.input + used.output : 0;
        if (options.isTerminal) progress.update(status());
        else if (isWorthALine()) progress.say(status());
        return;
      }
      case 'retrying':
        if (options.isVerbose) {
          const { sample, attempt, pause_ms, reason } = event;
          const name = `${sample.task}, ${sample.arm}, ${sample.replicate + 1}`;
          progress.say(`${name}: attempt ${attempt} failed (${reason}); again in ${Math.round(pause_ms)} ms`);
        }
        return;
      case 'stopped':
        return progress.say(`Stopped: ${event.reason}.`);
    }
  };
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
