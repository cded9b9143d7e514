import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { type ErrorCode, TitoError } from '../../errors.ts';
import type { Answer } from './exchange.ts';
import { harmless } from './harmless.ts';

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().optional(),
    hint: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** What a registry may refuse with, and the details without which the sentence could not be made. */
const REFUSALS = {
  not_a_member: [],
  wrong_token: [],
  bad_request: ['problem'],
  unknown_country: ['country'],
  run_refused: ['reasons'],
  duplicate_run: [],
  key_reused: [],
  quota_used: ['limit', 'kind', 'resets_at'],
  rate_limited: [],
  busy: ['reason'],
  too_large: ['limit'],
  unknown_group: ['group', 'option'],
  no_moderator: [],
  not_a_moderator: [],
  unknown_run: ['run'],
  unknown_class_code: [],
  class_expired: ['name', 'expired_at'],
  class_frozen: ['name', 'until'],
  removed_from_class: ['name', 'reason'],
  not_an_instructor: [],
  class_taken: [],
  not_in_class: ['name', 'handle'],
} satisfies Partial<Record<ErrorCode, readonly string[]>>;

type Refusal = keyof typeof REFUSALS;
const isRefusal = (code: string): code is Refusal => Object.hasOwn(REFUSALS, code);

/**
 * The failure that an answer of 400 and more tells of.
 * @param value its body as JSON; undefined where it is none
 */
export function refusalOf(place: string, answer: Answer, value: unknown, now_ms: number): TitoError {
  const { status, headers } = answer;
  const passing = { registry: place, retry_after_s: `${retryAfter_s(headers, now_ms) ?? 60}` };
  const checked = errorBody.safeParse(value);
  const { code = '', message, hint, details = {} } = checked.data?.error ?? {};
  if (isRefusal(code)) {
    const said = Object.fromEntries(
      Object.entries(details).map(([name, detail]) => [name, harmless(detail, 2000)]),
    );
    const isWhole = REFUSALS[code].every((name) => said[name]);
    // Which registry it is, and how long to wait, is known better here.
    const own = code === 'rate_limited' || code === 'busy' ? passing : { registry: place };
    if (isWhole) return new TitoError(code, { ...said, ...own });
  }
  if (status === 429) return new TitoError('rate_limited', passing);
  if (status === 503) return new TitoError('busy', { ...passing, reason: 'it has too much to do' });
  return new TitoError('registry_unusable', {
    registry: place,
    reason: message ? `it answers ${status}: ${harmless(message)}` : `it answers ${status}.`,
    hint: hint
      ? harmless(hint)
      : 'Tell whoever runs it, or try again later. Nothing was changed on this machine.',
  });
}

/**
 * How long a server asks to wait (RFC 9110, 10.2.3: seconds or a date), in whole seconds; null where it does not say.
 */
export function retryAfter_s(headers: IncomingHttpHeaders, now_ms: number): number | null {
  const said = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(said)) return Number(said);
  const date = /[a-z]/i.test(said) ? Date.parse(said) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now_ms) / 1000));
}
