import type { Places } from '../discovery/discover.ts';
import { type Capacity, chooseProfile, shortcomings } from '../hardware/choose-profile.ts';
import type { LoadedConfig } from './load-config.ts';
import { type LoadedProfile, loadProfile, loadProfiles } from './load-profile.ts';

export interface SelectedProfile {
  profile: LoadedProfile;
  /** Why it is this one, as half a sentence. */
  reason: string;
}

/**
 * The configured profile, or for `auto` the one that fits the machine.
 *
 * @throws TitoError as `loadProfile` does
 */
export async function selectProfile(
  { values, origins }: LoadedConfig,
  capacity: Capacity,
  places: Places,
): Promise<SelectedProfile> {
  if (values.profile === 'auto') {
    const profiles = await loadProfiles(places);
    const { id, reason } = chooseProfile(profiles, capacity);
    const profile = profiles.find((each) => each.id === id) ?? (await loadProfile(id, places));
    return { profile, reason };
  }
  const profile = await loadProfile(values.profile, places);
  const lacking = shortcomings(profile, capacity);
  const doubt = lacking.length > 0 ? `, although ${lacking.join(' and ')}` : '';
  return { profile, reason: `chosen by ${origins.profile}${doubt}` };
}
