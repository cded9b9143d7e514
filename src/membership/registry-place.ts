import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256OfShort } from '../analysis/sha256.ts';
import { TitoError } from '../errors.ts';
import { defaultRegistryFile } from './data-directory.ts';

/** A registry before it is opened. */
export interface Place {
  kind: 'file' | 'url';
  /** An absolute path, or a URL without a slash at its end. */
  text: string;
  /** Name for files that belong to this registry: the same for the same registry, another one for any other. */
  slug: string;
  /** What is worth a word before anything is given to it. */
  warnings: string[];
}

/**
 * Reads what `--registry` or `community.registry` names.
 *
 * @param text null for the file in the user's data folder
 * @param data that folder
 * @throws TitoError `usage` for what is neither a file nor a URL of http or https; never with a password in its words
 */
export function registryPlace(text: string | null, { cwd, data }: { cwd: string; data: string }): Place {
  if (text === null) return fileAt(defaultRegistryFile(data));
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return urlAt(text);
  if (scheme === 'file') return fileAt(localPath(text));
  if (scheme !== undefined)
    throw refusal(`A registry is a file, or a URL of http or https, not ${scheme}://`);
  if (text.trim() === '' || text.includes('\0')) throw refusal('The registry has no name');
  if (/^(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[0-9a-f:]+\]):\d{1,5}(?:\/|$)/i.test(text)) {
    throw refusal(`'${text}' looks like an address; write http://${text}, or ./${text} for a file`);
  }
  return fileAt(resolve(cwd, text));
}

function fileAt(file: string): Place {
  return { kind: 'file', text: file, slug: slugOf(basename(file), file), warnings: [] };
}

function urlAt(text: string): Place {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname) throw refusal(`'${text}' is no address of a registry; write https://HOST`);
  if (url.username || url.password || url.search || url.hash) {
    throw refusal(`The registry's URL holds more than an address: leave out user, password, '?' and '#'`);
  }
  // People paste the URL of a route as well.
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  const place = `${url.origin}${path}`;
  const isOpen = url.protocol === 'http:' && !isLoopback(url.hostname);
  const warnings = isOpen
    ? [`${place} is not encrypted: whoever is on the way can read what you give, and use your token.`]
    : [];
  return { kind: 'url', text: place, slug: slugOf(url.host, place), warnings };
}

const isLoopback = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);

function localPath(text: string): string {
  try {
    return fileURLToPath(text);
  } catch {
    throw refusal(`'${text}' is no file of this machine`);
  }
}

/** Something to recognise it by for people, and enough of a hash that no two registries share it. */
const slugOf = (name: string, place: string) =>
  `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)}-${sha256OfShort(place).slice(0, 16)}`;

const refusal = (message: string) =>
  new TitoError('usage', { message: `${message}.`, command: 'tito community' });
