import type { IncomingHttpHeaders } from 'node:http';

/**
 * How long a server asks to wait (RFC 9110, 10.2.3: seconds or a date), or OpenAI's `retry-after-ms`, which is finer.
 *
 * @param now_ms time of day, for dates; those that are over mean no wait
 * @returns milliseconds, or undefined where nothing sensible is said
 */
export function readRetryAfter(headers: IncomingHttpHeaders, now_ms: number): number | undefined {
  const fine = headers['retry-after-ms'];
  if (typeof fine === 'string' && /^\d{1,9}(?:\.\d+)?$/.test(fine)) return Number(fine);
  const said = headers['retry-after']?.trim();
  if (!said) return undefined;
  if (/^\d{1,9}(?:\.\d+)?$/.test(said)) return 1000 * Number(said);
  const date = /[a-z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now_ms);
}
