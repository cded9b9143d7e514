import * as z from 'zod';
import { type ErrorCode, TitoError } from '../../src/errors.ts';
import { storageReason } from './threads/storage-failures.ts';

/** What every refusal looks like: a program takes the code and its details, a person the sentences. */
export const errorAnswer = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    hint: z.string(),
    details: z.record(z.string(), z.string()),
  }),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;

const STATUS: Partial<Record<ErrorCode, number>> = {
  bad_request: 400,
  unknown_country: 400,
  not_a_member: 401,
  wrong_token: 403,
  unknown_group: 404,
  unknown_run: 404,
  no_moderator: 403,
  not_a_moderator: 403,
  unknown_class_code: 404,
  not_in_class: 404,
  class_expired: 410,
  class_frozen: 503,
  removed_from_class: 403,
  not_an_instructor: 403,
  class_taken: 409,
  duplicate_run: 409,
  key_reused: 409,
  too_large: 413,
  run_refused: 422,
  rate_limited: 429,
  quota_used: 429,
  busy: 503,
};

/** Status of a refusal: by its code; of `bad_request` there are several, told apart by who says it. */
export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 500;

const MOST_QUOTED = 300;

export interface Refusal {
  status: number;
  body: ErrorAnswer;
  /** Seconds, for `Retry-After`. */
  retry_after_s: number | null;
  /** What the log has to know and the client hasn't. */
  cause: unknown;
}

/** How long a disk that is full, or a file that is locked, is given to get better. */
const STORAGE_RETRY_S = 10;

/**
 * @param error whatever was thrown; what tito did not foresee is told to the log only
 * @param status instead of the one that goes with the code
 * @param now milliseconds since 1970
 */
export function refusalOf(error: unknown, now: number, status?: number): Refusal {
  const isKnown = error instanceof TitoError && statusOf(error.code) !== 500;
  const known = isKnown ? shortened(error) : foreseen(error);
  return {
    status: status ?? statusOf(known.code),
    body: {
      error: { code: known.code, message: known.message, hint: known.hint, details: { ...known.details } },
    },
    retry_after_s: retryAfter(known, now),
    cause: isKnown ? null : error,
  };
}

/** Of what is wrong with a request, its own words are quoted; they may be of any length. */
function shortened(error: TitoError): TitoError {
  const { field, problem = '' } = error.details;
  if (error.code !== 'bad_request' || `${field}${problem}`.length <= MOST_QUOTED) return error;
  const cut = (text: string) => (text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
  return new TitoError('bad_request', {
    ...error.details,
    field: field === undefined ? undefined : cut(field),
    problem: cut(problem),
  });
}

function foreseen(error: unknown): TitoError {
  const reason = storageReason(error);
  if (reason !== null) {
    // Which file, and what is wrong with it, is for the log.
    return new TitoError('busy', { reason: 'its storage fails', retry_after_s: `${STORAGE_RETRY_S}` }, error);
  }
  return new TitoError('bug', { message: 'the registry failed; its log says more' }, error);
}

function retryAfter({ details }: TitoError, now: number): number | null {
  if (details.retry_after_s !== undefined) return Math.max(1, Math.ceil(Number(details.retry_after_s)));
  const from = details.resets_at ?? details.until;
  if (from === undefined) return null;
  const seconds = Math.ceil((Date.parse(from) - now) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(1, seconds);
}
