import { openSqliteStore } from '../store/sqlite-store.ts';
import { prepareFile } from './prepare-file.ts';
import { lockRegistry } from './registry-lock.ts';
import type { Storage, StorageOptions } from './storage.ts';
import { threadedStore } from './threads/threaded-store.ts';
import { WriterLink } from './threads/writer-link.ts';
import { WriterThread } from './threads/writer-thread.ts';

/**
 * A registry in a file, which this process has to itself: reads on this thread, and one thread that writes, since each
 * write waits for the disk.
 *
 * @throws TitoError `registry_in_use`, `registry_unusable`, `registry_newer`
 */
export async function openFileStorage(options: StorageOptions): Promise<Storage> {
  const { database: file, root, pid, now, onCommit, onStorage, onWriterEnd: onEnd } = options;
  await using opened = new AsyncDisposableStack();
  prepareFile(file);
  opened.defer(lockRegistry(file, pid, now));
  const link = new WriterLink();
  const writer = new WriterThread({ file, root, onCommit, onStorage, onEnd });
  await writer.start();
  opened.defer(() => writer.close());
  writer.serve((port) => link.connect(port));
  const store = threadedStore(openSqliteStore(file, { readOnly: true }), link);
  opened.defer(() => store.close());
  const resources = opened.move();
  return {
    store,
    writer,
    isWriterAlive: () => writer.isAlive(),
    waiting: () => link.waiting,
    close: () => resources.disposeAsync(),
  };
}
