import type { Context } from './context.ts';

/** An extension folder whose file names are the valid values: they are checked, completed and shown in help. */
export interface IdSource {
  /** What one of them is called, such as `profile`. */
  kind: string;
  /** Path below the root, such as `src/reporters`. */
  folder: string;
  endings?: readonly string[];
  /** Whether the user's working directory is searched too. */
  extendable?: boolean;
}

/** One option as commander's flags (`--seed <number>`), its description and how its word becomes a value. */
export interface OptionSpec {
  flags: string;
  description: string;
  choices?: readonly string[];
  ids?: IdSource;
  /** Turns the word into a value; throws a TitoError `usage` that says what is wrong with it. */
  parse?: (word: string) => unknown;
  /** Left out of help and completion. */
  hidden?: boolean;
}

export interface ArgumentSpec {
  /** In commander's notation: `<file>`, `[ids...]`. */
  name: string;
  description: string;
  choices?: readonly string[];
  ids?: IdSource;
}

/**
 * `src/commands/<group>/<name>.ts` is `tito <group> <name>`. The file's top level holds words only;
 * `run` imports what it needs, so that help and completion stay cheap.
 */
export interface Command {
  summary: string;
  /** Positional arguments with descriptions. */
  arguments?: readonly ArgumentSpec[];
  options?: readonly OptionSpec[];
  examples: readonly { command: string; does: string }[];
  /** @returns the exit code */
  run: (context: Context, args: readonly string[], options: Record<string, unknown>) => Promise<number>;
}
export const defineCommand = (command: Command): Command => command;
