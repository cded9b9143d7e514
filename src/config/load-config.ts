import { TitoError } from '../errors.ts';
import { type Config, configSchema } from '../schema/config.ts';
import { defaults } from './defaults.ts';
import { explain } from './explain.ts';
import { fromEnvironment } from './from-environment.ts';
import { fromFile } from './from-file.ts';
import { fromFlags } from './from-flags.ts';
import { merge } from './merge.ts';
import type { Source } from './source.ts';
import { isTree, leaves, type Tree, valueAt } from './tree.ts';

export interface LoadedConfig {
  values: Config;
  /** Where each value comes from, by dotted path: `default`, `tito.config.yaml:4`, `TITO_SEED`, `--seed`. */
  origins: Record<string, string>;
}

/** Settings when nothing is configured, each with the origin `default`. */
export function defaultConfig(): LoadedConfig {
  const values = defaults();
  return { values, origins: Object.fromEntries(leaves(values).map((path) => [path.join('.'), 'default'])) };
}

/**
 * Defaults < nearest `tito.config.yaml` or `package.json#tito` at or above `cwd` < `TITO_*` < flags.
 * Each source is checked by itself, so that a mistake is reported even where a later source overrides it.
 *
 * @throws TitoError `invalid_config` and `unreadable_file`; `usage` for what is wrong in a flag
 */
export async function loadConfig(outside: {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  flags: Readonly<Record<string, unknown>>;
}): Promise<LoadedConfig> {
  const { values: initial, origins } = defaultConfig();
  const paths = leaves(initial);
  const accepts = (settings: unknown) => configSchema().safeParse(settings).success;
  const sources = [
    await fromFile(outside.cwd),
    fromEnvironment(outside.env, paths, accepts),
    fromFlags(outside.flags),
  ].filter((source) => source !== undefined);
  let values = initial;
  for (const source of sources) {
    // A check takes as long as all the rest of it.
    if (saysNothing(source.values)) continue;
    values = overlay(values, source);
    for (const path of paths) {
      if (valueAt(source.values, path) !== undefined) origins[path.join('.')] = source.origin(path);
    }
  }
  return { values, origins };
}

/** A section without keys says something where there is none of that name: it is a mistake. */
const saysNothing = (tree: Tree): boolean =>
  Object.values(tree).every(
    (value) => value === undefined || (isTree(value) && Object.keys(value).length > 0 && saysNothing(value)),
  );

function overlay(below: Config, source: Source): Config {
  const merged = merge(below, source.values);
  const checked = configSchema().safeParse(merged);
  if (checked.success) return checked.data;
  const { path, problem, expected, suggestion } = explain(configSchema(), checked.error.issues, merged);
  const place = source.origin(path);
  const field = path.join('.') || 'configuration';
  throw source.isCommandLine
    ? new TitoError('usage', { message: `${place}: ${problem}; expected ${expected}.`, suggestion })
    : new TitoError('invalid_config', { file: place, field, problem, expected, suggestion });
}
