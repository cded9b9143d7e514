import type { Progress } from '../cli/progress.ts';
import type { CapstoneEvent } from '../timing/capstone/events.ts';

const BAR_WIDTH = 24;
const PHASES = { latency: 'latency', throughput: 'throughput', energy: 'energy' };

/** What is going on, as a user wants to see it: a bar while training tells how far it is, the time where it does not. */
export function describeEvents(
  progress: Pick<Progress, 'update' | 'say'>,
  trainLimitS: number,
  isVerbose: boolean,
): { event: (event: CapstoneEvent) => void; stop: () => void } {
  let ticking: NodeJS.Timeout | undefined;
  let shown = '';
  const update = (text: string) => {
    if (text !== shown) progress.update(text);
    shown = text;
  };
  const stop = () => clearInterval(ticking);
  /** A line that shows the seconds, for code that does not tell how far it has come. */
  const count = (what: string) => {
    const start = performance.now();
    const line = () => update(`${what}, ${seconds(performance.now() - start)} of at most ${trainLimitS} s`);
    line();
    ticking = setInterval(line, 1000).unref();
  };
  return {
    stop,
    event: (event) => {
      if (event.kind === 'output') {
        if (isVerbose) progress.say(event.text.trimEnd());
        return;
      }
      if (event.kind === 'block-finished' || event.kind === 'subject-loaded') return;
      stop();
      switch (event.kind) {
        case 'training': {
          const { model, done, total } = event;
          if (done === null || total === null) count(`Training ${model}`);
          else update(`Training ${model} ${bar(done, total)}`);
          return;
        }
        case 'trained':
          return update('Loading the models in fresh processes');
        case 'block-started':
          return update(`Loading the models (${event.replicate + 1} of ${event.of})`);
        case 'phase-started':
          return update(`Measuring ${PHASES[event.phase]} (${event.replicate + 1} of ${event.of})`);
      }
    },
  };
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

/** `[##########··············] 40 %`, in steps of a bar's width so that not every batch is a new line. */
function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const full = Math.floor(share * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_WIDTH - full)}] ${Math.round((100 * full) / BAR_WIDTH)} %`;
}
