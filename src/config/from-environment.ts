import { nearest } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { merge } from './merge.ts';
import type { Source } from './source.ts';
import { type Tree, treeWith } from './tree.ts';

const PREFIX = 'TITO_';
/**
 * Variables that are no settings: `TITO_COMMUNITY=off` keeps everything on this machine, whatever is configured; the
 * others hold what must not stand in a configuration, or are for whoever runs a registry.
 */
const SWITCHES: readonly string[] = [
  'TITO_COMMUNITY',
  'TITO_DATABASE',
  'TITO_DATABASE_PASSWORD_FILE',
  'TITO_ADMIN_TOKEN',
];
const variable = (path: readonly string[]) => PREFIX + path.join('_').toUpperCase();

/**
 * Settings of `TITO_*` variables: `TITO_BENCHMARK_BUDGET_S` is `benchmark.budget_s`. An empty variable says nothing.
 *
 * @param paths all settings that there are
 * @param accepts whether the settings are valid; decides whether a word is meant as a text or as a number
 * @throws TitoError `invalid_config` for a variable that is no setting
 */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  paths: readonly string[][],
  accepts: (values: Tree) => boolean,
): Source {
  const byName = new Map(paths.map((path) => [variable(path), path]));
  let values: Tree = {};
  for (const [name, word] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || word === undefined || word === '') continue;
    if (SWITCHES.includes(name)) continue;
    const path = byName.get(name);
    if (!path) throw unknownVariable(name, [...byName.keys(), ...SWITCHES]);
    const asText = treeWith(path, word);
    values = merge(values, accepts(asText) ? asText : treeWith(path, readWord(word)));
  }
  return { values, origin: variable, isCommandLine: false };
}

function readWord(word: string): unknown {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  const number = Number(word);
  return word.trim() === '' || Number.isNaN(number) ? word : number;
}

function unknownVariable(name: string, known: readonly string[]): TitoError {
  return new TitoError('invalid_config', {
    file: 'environment',
    field: name,
    problem: 'unknown variable',
    suggestion: nearest(name, known),
    expected: `one of: ${known.join(', ')}`,
  });
}
