import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rolldown } from 'tsdown';

interface Package {
  name: string;
  version: string;
  license: string;
  text: string;
}

/**
 * Writes the licences of the packages whose code really is in the bundle to `THIRD-PARTY-NOTICES`.
 * @param drawn packages of which something was made that is in it
 */
export function thirdPartyNotices(drawn: readonly string[] = []): Rolldown.Plugin {
  return {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' ? Object.entries(file.modules) : [],
      );
      const folders = modules
        .filter(([, { renderedLength }]) => renderedLength > 0)
        .flatMap(([id]) => packageFolder(id) ?? []);
      const sources = drawn.map((name) => join(import.meta.dirname, '../node_modules', name));
      const packages = [...new Set([...folders, ...sources])].map(readPackage);
      // A copy in a second folder of node_modules is the same package.
      const unique = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
      const sorted = [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
      this.emitFile({
        type: 'asset',
        fileName: 'THIRD-PARTY-NOTICES',
        source: sorted.map(notice).join('\n'),
      });
    },
  };
}

/** The package that a module's file belongs to, if it comes from node_modules. */
function packageFolder(id: string): string | undefined {
  return id.match(/^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];
}

function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file && typeof license !== 'string') throw new Error(`${name}: no licence was found in ${folder}`);
  return { name, version, license, text: file ? readFileSync(join(folder, file), 'utf8').trim() : license };
}

const notice = ({ name, version, license, text }: Package): string =>
  `${'-'.repeat(72)}\n${name} ${version} (${license})\n\n${text}\n`;
