import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hmacSha256OfShort, sha256OfShort } from '../analysis/sha256.ts';
import type { Registry } from '../community-contracts.ts';
import { systemReason, TitoError } from '../errors.ts';
import { makePrivateFolder } from './private-file.ts';
import type { Place } from './registry-place.ts';

export interface OpenOptions {
  /** Folder that holds tito's own suites and statistics, for the checker of a registry in this process. */
  root: string;
  /** The user's data folder; it is closed to others when it is made. */
  data: string;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Longest wait for an answer of a registry that is a server. */
  limit_ms: number;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
  /** Version of tito. */
  version: string;
}

export interface OpenRegistry extends Registry {
  /** How far this machine's clock is ahead of the registry's, in seconds, where that is more than a day; else null. */
  clockSkew_s: () => number | null;
}

/**
 * Opens a registry: a file in this process, made where there is none, or a server.
 * Only what the kind of place needs is loaded; the checker with its statistics only when something is submitted.
 *
 * @throws TitoError `registry_unusable` for a file that can't be opened or made, and what the store says of it
 */
export async function openRegistry(place: Place, options: OpenOptions): Promise<OpenRegistry> {
  if (place.kind === 'url') {
    const { httpRegistry } = await import('./http/http-registry.ts');
    return httpRegistry({ ...options, place: place.text });
  }
  return openFile(place.text, options);
}

async function openFile(file: string, { root, data, clock }: OpenOptions): Promise<OpenRegistry> {
  const [{ openSqliteStore }, { createRegistry }] = await Promise.all([
    import('../../community/store/sqlite-store.ts'),
    import('../../community/registry.ts'),
  ]);
  const store = opened(file, () => {
    if (dirname(file) === data) makePrivateFolder(data);
    else mkdirSync(dirname(file), { recursive: true });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
    return openSqliteStore(file);
  });
  const examiner = async () => {
    const { createExaminer } = await import('../../community/examine.ts');
    return createExaminer(root);
  };
  let ready: ReturnType<typeof examiner> | undefined;
  const registry = createRegistry({
    store,
    examine: async (document) => {
      ready ??= examiner();
      return (await ready)(document);
    },
    clock,
    place: file,
    isOwn: true,
    // Once each in a process that ends right after: loading the runtime's own would take longer than all the rest.
    hashToken: sha256OfShort,
    hmac: hmacSha256OfShort,
  });
  return Object.assign(registry, { clockSkew_s: () => null });
}

function opened<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (cause instanceof TitoError) throw cause;
    throw new TitoError(
      'registry_unusable',
      {
        registry: file,
        reason: `${systemReason(cause)}.`,
        hint: 'Choose a file in a folder that you may write to: --registry FILE, or set XDG_DATA_HOME.',
      },
      cause,
    );
  }
}
