import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemReason, TitoError } from '../../src/errors.ts';
import { refuseNetworkFileSystem } from './network-file-system.ts';

/**
 * Makes the folder of a registry where there is none, for its owner only.
 * @throws TitoError `registry_unusable`, also where the folder is on a network file system
 */
export function prepareFile(file: string): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const hint = 'Choose a place that you may write to: --database FILE.';
    throw new TitoError('registry_unusable', { registry: file, reason: systemReason(cause), hint }, cause);
  }
  refuseNetworkFileSystem(file);
}
