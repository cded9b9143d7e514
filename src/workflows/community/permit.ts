import { TitoError } from '../../errors.ts';
import { mayGive, needsConsent } from '../../membership/consent.ts';
import type { Identity } from '../../membership/identity.ts';
import type { Community } from './open-community.ts';

/**
 * Whether a member who said yes on joining may be taken at that word now; looked at before anything is opened.
 * @returns who the user is at the registry
 * @throws TitoError `not_joined`, `consent_needed`, `community_off`
 */
export function permit({ context, identity, place }: Community, isSure: boolean): Identity {
  if (identity?.state !== 'joined') throw new TitoError('not_joined', { registry: place.text });
  const decision = mayGive({
    env: context.env,
    // Nothing is asked here: who has not said yes is sent to `join`.
    is_terminal: false,
    is_local: place.kind === 'file',
    yes: isSure,
    consented: !needsConsent(identity.consent),
  });
  if (decision.kind === 'refuse') throw decision.error;
  return identity;
}
