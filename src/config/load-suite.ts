import { relative } from 'node:path';
import type * as z from 'zod';
import { discover, type Places, YAML } from '../discovery/discover.ts';
import { pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import { explain } from './explain.ts';
import { readYaml } from './read-yaml.ts';

/**
 * Reads `suites/<id>.yaml`.
 * @param schema of this suite: a baseline lists workloads, a capstone has curves
 * @throws TitoError `unknown_id`; `invalid_config` for unknown keys and wrong values, with their line
 */
export async function loadSuite<T>(id: string, schema: z.ZodType<T>, places: Places): Promise<T> {
  const { file } = pick('suite', id, discover('suite', 'suites', places, YAML));
  const shown = relative(places.directory ?? places.root, file);
  const yaml = await readYaml(file, shown);
  const checked = schema.safeParse(yaml.value);
  if (checked.success) return checked.data;
  const { path, ...problem } = explain(schema, checked.error.issues, yaml.value);
  const field = path.join('.') || 'suite';
  throw new TitoError('invalid_config', { file: `${shown}:${yaml.lineOf(path)}`, field, ...problem });
}
