import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { discover, type Found } from '../discovery/discover.ts';
import { TitoError } from '../errors.ts';
import type { Command } from './command.ts';

const FOLDER = 'src/commands';

/** Names of the folders in `src/commands`, each a group of commands. */
export function listGroups(root: string): string[] {
  return readdirSync(join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();
}

/** The command files of a group, or those of the top level. */
export const listCommands = (root: string, group?: string): Found[] =>
  discover('command', group === undefined ? FOLDER : `${FOLDER}/${group}`, { root });

/** Imports one command file. Its top level holds words only, so this is cheap. */
export async function loadCommand(found: Found): Promise<Command> {
  const { default: command }: { default?: unknown } = await import(pathToFileURL(found.file).href);
  if (isCommand(command)) return command;
  const reason = "it needs 'summary', 'examples' and 'run'.";
  throw new TitoError('invalid_extension', { kind: 'command', file: found.file, reason });
}

/**
 * The line in `src/commands/<group>/_group.txt` that introduces a group; empty where there is none.
 * It is text and no module, because a module costs every `tito --help` a millisecond.
 */
export function readGroupSummary(root: string, group: string): string {
  const file = join(root, FOLDER, group, '_group.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && 'summary' in value && 'examples' in value && 'run' in value;
