import { openPostgresStore } from '../store/postgres-store.ts';
import type { Storage, StorageOptions } from './storage.ts';

/**
 * A registry in Postgres: asked and written straight from the thread that serves, since waiting for the database keeps
 * nobody else waiting. Other servers may have it open at the same time.
 *
 * @throws TitoError `registry_unreachable`, `registry_unusable`, `registry_newer`, `usage`
 */
export async function openPostgresStorage(options: StorageOptions): Promise<Storage> {
  const { database, onCommit, onStorage } = options;
  const store = await openPostgresStore(database, { onCommit, onTrouble: onStorage });
  return {
    store,
    writer: null,
    isWriterAlive: () => Promise.resolve(true),
    waiting: () => store.waiting(),
    close: () => store.close(),
  };
}
