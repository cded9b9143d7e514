import { relative } from 'node:path';
import { discover, type Places, YAML } from '../discovery/discover.ts';
import { pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { type Suite, suite } from '../schema/suite.ts';
import { explain } from './explain.ts';
import { readYaml } from './read-yaml.ts';

/**
 * Reads `suites/<id>.yaml`.
 * @throws TitoError `unknown_id`; `invalid_config` for unknown keys and wrong values, with their line
 */
export async function loadSuite(id: string, places: Places): Promise<Suite> {
  const { file } = pick('suite', id, discover('suite', 'suites', places, YAML));
  const shown = relative(places.directory ?? places.root, file);
  const yaml = await readYaml(file, shown);
  const checked = suite.safeParse(yaml.value);
  if (checked.success) return checked.data;
  const { path, ...problem } = explain(suite, checked.error.issues, yaml.value);
  const field = path.join('.') || 'suite';
  throw new TitoError('invalid_config', { file: `${shown}:${yaml.lineOf(path)}`, field, ...problem });
}
