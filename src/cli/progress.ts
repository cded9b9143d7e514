import type { Context } from './context.ts';

/** What is going on, told on stderr. */
export interface Progress {
  /** Replaces what is shown as under way. Without a terminal it is a line of its own, and only with `--verbose`. */
  update(text: string): void;
  /** Removes what is shown as under way. */
  done(): void;
  /** Writes a line that stays. */
  say(line: string): void;
}

type Surroundings = Pick<Context, 'stderr' | 'env'>;

/** A spinner on a terminal, lines elsewhere. */
export async function createProgress(context: Surroundings, verbose: boolean): Promise<Progress> {
  return hasLivingTerminal(context) ? spinner(context) : lines(context, verbose);
}

/** Whether a line that is redrawn again and again will be seen as such. */
function hasLivingTerminal({ stderr, env }: Surroundings): boolean {
  return stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI;
}

function lines({ stderr }: Surroundings, verbose: boolean): Progress {
  return {
    update: (text) => {
      if (verbose) stderr.write(`${text}\n`);
    },
    done: () => {},
    say: (line) => {
      stderr.write(`${line}\n`);
    },
  };
}

async function spinner({ stderr, env }: Surroundings): Promise<Progress> {
  const { default: ora } = await import('ora');
  // With its own hands on stdin, ora would swallow Ctrl-C.
  const spin = ora({
    stream: stderr,
    isEnabled: true,
    discardStdin: false,
    ...(env.NO_COLOR && { color: false }),
  });
  return {
    update: (text) => {
      spin.text = text;
      if (!spin.isSpinning) spin.start();
    },
    done: () => {
      spin.stop();
    },
    say: (line) => {
      const wasSpinning = spin.isSpinning;
      spin.stop();
      stderr.write(`${line}\n`);
      if (wasSpinning) spin.start();
    },
  };
}
