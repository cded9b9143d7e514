import type { Keeper } from '../../src/membership/identity.ts';
import { type Place, registryPlace } from '../../src/membership/registry-place.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const URL_PLACE = 'https://tito.example';

/** A user's data folder, and a registry to be a member of. */
export function freshKeeper(text = URL_PLACE): { keeper: Keeper; place: Place } {
  const data = temporaryFolder();
  const user = process.geteuid?.() ?? null;
  return { keeper: { data, user }, place: registryPlace(text, { cwd: data, data }) };
}
