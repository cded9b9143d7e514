import { ProviderFailure } from '../../task-contracts.ts';

/** Where a model server answers: everything of its URL that a request needs, and nothing secret. */
export interface EndpointUrl {
  is_secure: boolean;
  host: string;
  port: number;
  /** Path before the API's own, without a slash at its end; mostly empty. */
  prefix: string;
  /** For messages. */
  text: string;
}

/**
 * Reads a base URL. A scheme may be left out (`localhost:11434` is `http://localhost:11434`), and what belongs to the
 * API's own paths may be there (`…/v1`).
 *
 * @param tail the first part of the API's paths, which people paste with the base: `/v1`, `/api`
 * @throws ProviderFailure `config`; never with the text of a URL that holds a password
 */
export function readEndpointUrl(text: string, tail: string): EndpointUrl {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url?.username || url?.password || url?.search || url?.hash) {
    throw refusal(
      `The endpoint's URL holds more than an address. Give it without user, password, '?' and '#'`,
    );
  }
  if (!url?.hostname || !['http:', 'https:'].includes(url.protocol)) {
    throw refusal(`'${text}' is no address of a model server. Give it as http://HOST:PORT`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const is_secure = url.protocol === 'https:';
  return {
    is_secure,
    // node:http wants the address of IPv6 without its brackets.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (is_secure ? 443 : 80),
    prefix: path.endsWith(tail) ? path.slice(0, -tail.length) : path,
    text: `${url.origin}${path}`,
  };
}

const refusal = (message: string) => new ProviderFailure('config', message, { is_retryable: false });
