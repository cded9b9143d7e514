import type { Grant } from './limits/buckets.ts';

/** Version of the interface; a client that finds another one says so. */
export const API_VERSION = '1';

/**
 * Headers of every answer that is not a page: a browser may neither guess a type, nor show, frame or embed it. There are
 * no CORS headers, so that pages of other sites can't read it.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'tito-registry': API_VERSION,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/**
 * Headers of a page, instead of those: it may load the style sheet, the script and the numbers of this server, and nothing
 * else; nothing that stands in the page itself is a style or a script. Browsers ask each time whether it has changed, so
 * that whoever joined a moment ago is on it.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'public, no-cache',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

const seconds = (ms: number) => String(Math.ceil(ms / 1000));

/**
 * What a client is told of its limits, in the three fields that most servers and libraries know
 * (draft-ietf-httpapi-ratelimit-headers-06); later drafts, which join them in one field, are understood by few.
 */
export const limitHeaders = ({
  limit,
  remaining,
  reset_ms,
  retry_ms,
  isAllowed,
}: Grant): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': seconds(reset_ms),
  ...(isAllowed ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retry_ms / 1000))) }),
});
