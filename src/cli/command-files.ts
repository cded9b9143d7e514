import { readdirSync } from 'node:fs';
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
  const command = await importDefault(found.file);
  if (isCommand(command)) return command;
  const reason = "it needs 'summary', 'examples' and 'run'.";
  throw new TitoError('invalid_extension', { kind: 'command', file: found.file, reason });
}

/** The line of `src/commands/<group>/_group.ts` that introduces a group; empty where there is none. */
export async function loadGroupSummary(root: string, group: string): Promise<string> {
  const folder = join(root, FOLDER, group);
  const file = readdirSync(folder).find((name) => /^_group\.[jt]s$/.test(name));
  const summary = file === undefined ? '' : await importDefault(join(folder, file));
  return typeof summary === 'string' ? summary : '';
}

async function importDefault(file: string): Promise<unknown> {
  const module: { default?: unknown } = await import(pathToFileURL(file).href);
  return module.default;
}

const isCommand = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && 'summary' in value && 'examples' in value && 'run' in value;
