import { TitoError } from '../../../src/errors.ts';
import type { Class, ClassRefusal } from '../../class-writes.ts';
import { sha256 } from '../../sha256.ts';
import { iso, isoDay } from '../times.ts';

/** What a store keeps of a join code. @param code in its normal form */
export const hashCode = (code: string): string => sha256(`class code ${code}`);

/** Why a code does not let in, in the words of the one who tries. */
export function classRefusal(refused: ClassRefusal): TitoError {
  if (refused.why === 'unknown') return new TitoError('unknown_class_code');
  const { name, expires_at, frozen_until } = refused.class;
  if (refused.why === 'expired')
    return new TitoError('class_expired', { name, expired_at: isoDay(expires_at ?? 0) });
  if (refused.why === 'frozen') return frozen(refused.class, frozen_until ?? 0);
  return new TitoError('removed_from_class', { name, reason: refused.removal?.reason ?? '' });
}

/** Temporary: it says when it is over, and the client keeps a run until then. */
export const frozen = ({ name }: Class, until: number): TitoError =>
  new TitoError('class_frozen', { name, until: iso(until) });
