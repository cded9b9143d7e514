import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { TitoError } from '../errors.ts';
import { readYaml } from './read-yaml.ts';
import type { Source } from './source.ts';
import { isTree, valueAt } from './tree.ts';

const YAML_NAMES = ['tito.config.yaml', 'tito.config.yml'];
const PACKAGE = 'package.json';

interface ConfigFile {
  file: string;
  /** Key below which the settings stand. */
  below: string[];
}

/**
 * Settings of the nearest configuration file at or above a folder; undefined where there is none.
 *
 * @throws TitoError `invalid_config`, `unreadable_file`
 */
export async function fromFile(cwd: string): Promise<Source | undefined> {
  const found = nearestFile(cwd);
  if (!found) return undefined;
  const shown = relative(cwd, found.file);
  const { value, lineOf } = await readYaml(found.file, shown);
  const origin = (path: readonly string[]) => `${shown}:${lineOf([...found.below, ...path])}`;
  const values = valueAt(value, found.below) ?? {};
  if (!isTree(values)) {
    throw new TitoError('invalid_config', {
      file: origin([]),
      field: found.below[0] ?? 'configuration',
      problem: 'is no set of keys',
      expected: "lines such as 'profile: medium'",
    });
  }
  return { values, origin, isCommandLine: false };
}

function nearestFile(folder: string): ConfigFile | undefined {
  const found = filesIn(folder);
  const [first, second] = found;
  if (first && second) {
    throw new TitoError('invalid_config', {
      file: first.file,
      field: 'configuration',
      problem: `is also given by ${second.file}`,
      expected: 'only one of the two',
    });
  }
  const above = dirname(folder);
  return first ?? (above === folder ? undefined : nearestFile(above));
}

function filesIn(folder: string): ConfigFile[] {
  const files: ConfigFile[] = YAML_NAMES.map((name) => ({ file: join(folder, name), below: [] }));
  const own = files.filter(({ file }) => existsSync(file));
  const manifest = join(folder, PACKAGE);
  return hasSettings(manifest) ? [...own, { file: manifest, below: ['tito'] }] : own;
}

/** Whether a package.json has a key `tito`. One that can't be read or parsed is its owner's and npm's affair. */
function hasSettings(manifest: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return isTree(content) && Object.hasOwn(content, 'tito');
  } catch {
    return false;
  }
}
