import { Command as Commander, Option } from 'commander';
import { TitoError } from '../errors.ts';
import type { ArgumentSpec, Command, OptionSpec } from './command.ts';
import type { Context } from './context.ts';
import { checkValue, knownValues } from './known-values.ts';
import { verboseOption } from './options.ts';

const EXIT_CODES = `
Exit codes: 0 done, 1 bug in tito, 2 usage, 3 configuration, 4 a check or gate failed,
  5 environment (subject, model or registry not reachable), 130 interrupted`;

const EXAMPLES: Command['examples'] = [
  { command: 'tito benchmark baseline', does: 'check and time your framework' },
  { command: 'tito system doctor', does: 'see whether everything is in place' },
  { command: 'tito benchmark baseline --help', does: 'options and examples of a command' },
];

/** commander's root command, writing to the context's streams and throwing instead of exiting. */
export function createProgram(context: Context): Commander {
  const widthOf = (sink: Context['stdout']) => (sink.isTTY ? (sink.columns ?? 80) : 80);
  const program = new Commander('tito')
    .description(
      'Measures what people build while they learn and ship machine learning, and says how sure it is.',
    )
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .helpOption('-h, --help', 'show help')
    .option('-v, --version', 'show the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      // Errors are worded, and written, where all errors are.
      outputError: () => {},
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => widthOf(context.stdout),
      getErrHelpWidth: () => widthOf(context.stderr),
    });
  addFooter(program, EXAMPLES);
  return program;
}

/** Ends a help text with examples and the meaning of exit codes. */
export function addFooter(commander: Commander, examples: Command['examples']): void {
  const width = Math.max(0, ...examples.map((each) => each.command.length));
  const lines = examples.map((each) => `  ${each.command.padEnd(width)}  ${each.does}\n`);
  const list = lines.length > 0 ? `\nExamples:\n${lines.join('')}` : '';
  commander.addHelpText('after', `${list}${EXIT_CODES}`);
}

/** Adds one command file to its parent. `onDone` receives the exit code of its run. */
export function addCommand(
  parent: Commander,
  name: string,
  command: Command,
  context: Context,
  onDone: (exit: number) => void,
): void {
  const commander = parent.command(name).description(command.summary).allowExcessArguments(false);
  const path = pathOf(commander);
  const positionals = command.arguments ?? [];
  const specs = [...(command.options ?? []).filter((o) => o.flags !== verboseOption.flags), verboseOption];
  for (const each of positionals) commander.argument(each.name, describe(each, context));
  const options = specs.map((spec) => ({ spec, option: toOption(spec, context, path) }));
  for (const { option } of options) commander.addOption(option);
  addFooter(commander, command.examples);

  commander.action(async (...received: unknown[]) => {
    const values = commander.opts<Record<string, unknown>>();
    const args = received.slice(0, positionals.length);
    for (const [i, each] of positionals.entries()) await checkWords(each, args[i], context, path);
    for (const { spec, option } of options) {
      if (!spec.parse) await checkWords(spec, values[option.attributeName()], context, path);
    }
    onDone(await command.run(context, wordsOf(args), values));
  });
}

/** The words that name a command, from `tito` on. */
const pathOf = (command: Commander): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

/** The words of an argument or option value; a flag has none, a variadic has several. */
const wordsOf = (value: unknown): string[] =>
  [value].flat(2).filter((each): each is string => typeof each === 'string');

async function checkWords(spec: OptionSpec | ArgumentSpec, value: unknown, context: Context, path: string) {
  for (const word of wordsOf(value)) await checkValue(spec, word, context, path);
}

/** Help lists what ships: it has to work wherever it is asked for, however broken the folder there is. */
function describe(spec: OptionSpec | ArgumentSpec, { root }: Context): string {
  const known = knownValues(spec, { root });
  return known ? `${spec.description} (${known.join(', ')})` : spec.description;
}

function toOption(spec: OptionSpec, context: Context, path: string): Option {
  const option = new Option(spec.flags, describe(spec, context)).hideHelp(spec.hidden ?? false);
  const { parse } = spec;
  if (!parse) return option;
  return option.argParser((word) => {
    try {
      return parse(word);
    } catch (error) {
      if (!(error instanceof TitoError) || error.code !== 'usage') throw error;
      const message = `Option '${spec.flags}': ${error.message}`;
      throw new TitoError('usage', { message, command: path }, error);
    }
  });
}
