import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rolldown } from 'tsdown';
import { parse } from 'yaml';

/**
 * Ships the YAML files of these folders in the part of YAML that is JSON: a reader that tries `JSON.parse` first
 * is spared the YAML parser, which costs as much as starting Node.
 */
export function compactYaml(folders: readonly string[]): Rolldown.Plugin {
  return {
    name: 'compact-yaml',
    generateBundle() {
      const root = join(import.meta.dirname, '..');
      for (const fileName of globSync(
        folders.map((folder) => `${folder}/*.{yaml,yml}`),
        { cwd: root },
      )) {
        const value: unknown = parse(readFileSync(join(root, fileName), 'utf8'));
        this.emitFile({ type: 'asset', fileName, source: `${JSON.stringify(value)}\n` });
      }
    },
  };
}
