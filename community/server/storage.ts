import { isDatabaseUrl } from '../store/postgres/database-url.ts';
import type { Store } from '../store.ts';
import type { WriterThread } from './threads/writer-thread.ts';

/** What a server keeps its registry in, with what is running for it. */
export interface Storage {
  store: Store;
  /** Gives another thread a line to the one that writes; null where each thread writes by itself. */
  writer: Pick<WriterThread, 'serve'> | null;
  /** Whether what writes answers. */
  isWriterAlive: () => Promise<boolean>;
  /** Writes that are not on disk yet. */
  waiting: () => number;
  /** Writes what is to be written and lets the registry go. */
  close: () => Promise<void>;
}

export interface StorageOptions {
  /** An SQLite file, made where there is none, or the URL of a Postgres database. */
  database: string;
  /** Folder that holds `community`. */
  root: string;
  /** Number of this process, for whoever wonders who holds the lock of a file. */
  pid: number;
  /** Milliseconds since 1970. */
  now: number;
  /** Hears of each transaction. */
  onCommit: (size: number, seconds: number) => void;
  /** Hears why it can't be read or written. */
  onStorage: (reason: string) => void;
  /** The thread that writes ended without being asked to. */
  onWriterEnd: (cause: string, is_restarted: boolean) => void;
}

/** @throws TitoError what keeps it from being opened */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  if (isDatabaseUrl(options.database)) {
    const { openPostgresStorage } = await import('./postgres-storage.ts');
    return openPostgresStorage(options);
  }
  const { openFileStorage } = await import('./file-storage.ts');
  return openFileStorage(options);
}
