import { TitoError } from '../../../src/errors.ts';
import { connect } from './connect.ts';
import { readDatabaseUrl } from './database-url.ts';
import { openingError } from './failures.ts';

/**
 * A database that another registry is being moved into is nobody's yet.
 * @throws TitoError `registry_unusable`
 */
export async function refuseUnfinished(url: string): Promise<void> {
  const address = readDatabaseUrl(url);
  const connected = connect(url, 1);
  try {
    const unfinished = await connected.unsafe('SELECT FROM tito.transfer WHERE NOT is_done');
    if (unfinished.length === 0) return;
    const reason = 'a registry is being moved into it, and not all of it is there';
    const hint = 'Finish it with the same command again: tito community migrate FILE postgres://…';
    throw new TitoError('registry_unusable', { registry: address.place, reason, hint });
  } catch (cause) {
    throw openingError(cause, address);
  } finally {
    await connected.end({ timeout: 1 }).catch(() => {});
  }
}
