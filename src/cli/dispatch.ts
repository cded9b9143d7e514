import { type Command as Commander, CommanderError } from 'commander';
import { EXIT } from '../errors.ts';
import { listCommands, listGroups, loadCommand, readGroupSummary } from './command-files.ts';
import type { Context } from './context.ts';
import { addCommand, addFooter, createProgram } from './program.ts';
import { usageError } from './usage-errors.ts';

/**
 * Runs the command that the words name.
 *
 * @returns the exit code of the command, or of help
 * @throws TitoError `unknown_command` or `usage`, and whatever the command throws
 */
export async function dispatch(context: Context): Promise<number> {
  const words = normalise(context.argv);
  let exit: number = EXIT.done;
  const onDone = (code: number) => {
    exit = code;
  };
  const program = createProgram(context);
  const path = await addWhatIsNeeded(program, words, context, onDone);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return EXIT.done;
    // A group without a command: its help is on stderr already.
    if (error.code === 'commander.help') return EXIT.usage;
    throw usageError(error, path);
  }
  return exit;
}

/** `tito` alone and `tito help <command>` ask for help like `--help` does. */
function normalise(argv: readonly string[]): string[] {
  if (argv.length === 0) return ['--help'];
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}

/**
 * Imports as few command files as the words allow: the one that is named; else, for help and suggestions,
 * those of the named group; else one line per group and the commands of the top level.
 *
 * @returns the words of the deepest command that is named
 */
async function addWhatIsNeeded(
  program: Commander,
  [first = '', second = '']: readonly string[],
  context: Context,
  onDone: (code: number) => void,
): Promise<string> {
  const { root } = context;
  const groups = listGroups(root);
  const isGroup = groups.includes(first);
  const listed = listCommands(root, isGroup ? first : undefined);
  const named = listed.find((each) => each.id === (isGroup ? second : first));
  const parent = isGroup ? program.command(first).helpCommand(false) : program;
  const needed = await Promise.all(
    (named ? [named] : listed).map(async (each) => ({ name: each.id, command: await loadCommand(each) })),
  );
  if (!isGroup && !named) {
    for (const group of groups) program.command(group).description(readGroupSummary(root, group));
  }
  for (const { name, command } of needed) addCommand(parent, name, command, context, onDone);
  if (isGroup && !named) {
    parent.description(readGroupSummary(root, first));
    addFooter(
      parent,
      needed.flatMap(({ command }) => command.examples.slice(0, 1)),
    );
  }
  return ['tito', isGroup ? first : '', named?.id ?? ''].filter((word) => word !== '').join(' ');
}
