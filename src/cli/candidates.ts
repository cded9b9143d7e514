import type { Command, OptionSpec } from './command.ts';
import { listCommands, listGroups, loadCommand } from './command-files.ts';
import type { Context } from './context.ts';
import { knownValues } from './known-values.ts';

type Place = Pick<Context, 'root' | 'cwd'>;

/**
 * What may stand in place of the last word of a command line.
 *
 * @param words those after `tito`, the last one unfinished and perhaps empty
 * @returns whole words; empty where anything may stand, such as a file
 */
export async function candidates(words: readonly string[], place: Place): Promise<string[]> {
  const finished = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  // bash makes three words of `--format=json`, zsh and fish one.
  if (current === '=') return candidates([...finished, ''], place);
  if (finished.at(-1) === '=') return candidates([...finished.slice(0, -1), current], place);
  const [flag, value] = current.startsWith('--') ? current.split('=', 2) : [];
  if (flag !== undefined && value !== undefined) {
    return (await candidates([...finished, flag, value], place)).map((each) => `${flag}=${each}`);
  }
  const known = await knownWords(finished, current.startsWith('-'), place);
  return known.filter((each) => each.startsWith(current));
}

async function knownWords(finished: readonly string[], wantsFlag: boolean, place: Place): Promise<string[]> {
  const [first, ...others] = finished;
  const groups = listGroups(place.root);
  if (first === undefined) {
    const commands = listCommands(place.root).map((each) => each.id);
    return wantsFlag ? ['--help', '--version'] : [...groups, ...commands].sort();
  }
  const isGroup = groups.includes(first);
  const listed = listCommands(place.root, isGroup ? first : undefined);
  const [name, ...rest] = isGroup ? others : finished;
  if (name === undefined) return wantsFlag ? ['--help'] : listed.map((each) => each.id);
  const found = listed.find((each) => each.id === name);
  return found ? wordsOfCommand(await loadCommand(found), rest, wantsFlag, place) : [];
}

function wordsOfCommand(
  command: Command,
  rest: readonly string[],
  wantsFlag: boolean,
  place: Place,
): string[] {
  const options = (command.options ?? []).filter((each) => !each.hidden);
  const pending = options.find((each) => takesValue(each) && flagsOf(each).includes(rest.at(-1) ?? ''));
  if (pending) return [...(knownValues(pending, place) ?? [])];
  if (wantsFlag) {
    const flags = options.flatMap((each) => flagsOf(each).filter((flag) => flag.startsWith('--')));
    return [...new Set([...flags, '--verbose', '--help'])];
  }
  return (command.arguments ?? []).flatMap((each) => knownValues(each, place) ?? []);
}

const flagsOf = (option: OptionSpec): string[] =>
  option.flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));

const takesValue = (option: OptionSpec): boolean => /[<[]/.test(option.flags);
