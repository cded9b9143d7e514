import { lchownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `nobody`, on every system that has root. */
const NOBODY = 65_534;

/**
 * Does something as a user to whom files can be refused, whoever runs the tests: root may read and write anywhere, so
 * that what must fail is then tried as `nobody`, to whom these folders are given with all that is in them.
 */
export async function asOrdinaryUser<T>(folders: readonly string[], act: () => T | Promise<T>): Promise<T> {
  const { getuid, seteuid } = process;
  if (getuid?.() !== 0 || !seteuid) return act();
  for (const folder of folders) {
    const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const path of ['', ...inside]) lchownSync(join(folder, path), NOBODY, NOBODY);
  }
  seteuid(NOBODY);
  try {
    return await act();
  } finally {
    seteuid(0);
  }
}
