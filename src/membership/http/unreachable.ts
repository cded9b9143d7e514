import { TitoError } from '../../errors.ts';
import { harmless } from './harmless.ts';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there.',
  ENOTFOUND: 'there is no host of this name.',
  EAI_AGAIN: 'its name could not be looked up; is this machine online?',
  EHOSTUNREACH: 'the host is out of reach.',
  ENETUNREACH: 'the network is out of reach; is this machine online?',
  ETIMEDOUT: 'the connection timed out.',
  ECONNRESET: 'the connection was cut.',
  EPIPE: 'the connection was cut.',
};

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    "Start it there with 'tito community serve', or choose another with --registry FILE|URL. Nothing is lost.",
};

/**
 * Why no answer came.
 * @param cause an error of socket, TLS or HTTP, or the reason as a sentence
 */
export function unreachable(place: string, cause: unknown): TitoError {
  if (typeof cause === 'string') {
    return new TitoError('registry_unreachable', { registry: place, reason: cause });
  }
  const code = codeOf(cause);
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return new TitoError(
      'registry_unusable',
      {
        registry: place,
        reason: `there is no secure connection to it (${code}).`,
        hint: 'Look whether address and clock are right. A certificate of your own: NODE_EXTRA_CA_CERTS=FILE.',
      },
      cause,
    );
  }
  if (code.startsWith('HPE_')) {
    return new TitoError(
      'registry_unusable',
      {
        registry: place,
        reason: `what it answers is not HTTP (${code}).`,
        hint: 'Look whether this is the address of a registry: host, port, http or https.',
      },
      cause,
    );
  }
  const said = cause instanceof Error ? harmless(cause.message) : harmless(cause);
  const reason = REASONS[code] ?? (said || code);
  return new TitoError('registry_unreachable', { registry: place, reason, hint: HINTS[code] }, cause);
}

/** A host with several addresses fails with an error for each of them. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : '';
}
