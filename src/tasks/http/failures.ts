import type { ErrorKind } from '../../schema/tasks-run.ts';
import { ProviderFailure } from '../../task-contracts.ts';
import type { AnswerHead } from './body-reader.ts';
import { readRetryAfter } from './retry-after.ts';
import { isWebPage, pageTitle, readServerError, type ServerError } from './server-message.ts';

/*
 * How a request may fail, and what is made of it ("again" where another attempt may do better):
 *
 * | what happened                                             | class      | again |
 * |-----------------------------------------------------------|------------|-------|
 * | refused, unreachable, name not found, reset, cut off      | connection | yes   |
 * | 429, 502, 503: turned away                                | connection | yes, after Retry-After |
 * | 408, 504: the server's own time limit                     | timeout    | yes   |
 * | 500 and other 5xx: the server failed at answering         | model      | yes   |
 * | an error in the middle of an answer                       | model      | no    |
 * | 404 that speaks of a model                                | model      | no    |
 * | the prompt is longer than the context                     | config     | no    |
 * | 3xx, other 4xx, quota used up, certificate, URL, key      | config     | no    |
 * | not HTTP, a web page (200, 404), broken or endless lines, compressed | parse      | no    |
 * | the stream ends before the answer does                    | connection | yes   |
 * | a limit of the engine runs out                            | as its own reason says |
 */

const again = { is_retryable: true } as const;
const never = { is_retryable: false } as const;

/** An answer with another status than 200. `body` is its beginning, secrets taken out. */
export function failureOfStatus(head: AnswerHead, body: string, now_ms: number): ProviderFailure {
  const { status, headers } = head;
  const error = readServerError(body);
  const about = error.parameter && !error.message.includes(error.parameter) ? ` (${error.parameter})` : '';
  const message = error.message === '' ? `${status}` : `${status}: ${error.message}${about}`;
  const http_status = status;
  const fail = (kind: ErrorKind, is_retryable: boolean, text = message) => {
    const retry_after_ms = is_retryable ? readRetryAfter(headers, now_ms) : undefined;
    const patience = retry_after_ms === undefined ? {} : { retry_after_ms };
    return new ProviderFailure(kind, text, { is_retryable, http_status, ...patience });
  };
  if (status >= 300 && status < 400)
    return fail('config', false, `${status}: it points at ${headers.location ?? '?'}`);
  // With 400 mostly, with 500 by some.
  if (isTooLong(`${error.message} ${error.code}`)) return fail('config', false);
  if (error.code.includes('insufficient_quota')) return fail('config', false);
  if (status === 429 || status === 502 || status === 503) return fail('connection', true);
  if (status === 408 || status === 504) return fail('timeout', true);
  if (status >= 500) return fail('model', true);
  if (status === 404 && isAboutModel(error)) return fail('model', false);
  if (status === 404 && (isPage(head) || isWebPage(undefined, body))) return fail('parse', false);
  if (status === 404)
    return fail('config', false, `${message} (is this the address of a model server of this kind?)`);
  return fail('config', false);
}

const TOO_LONG =
  /context_length_exceeded|exceeds? (?:the |this |its )?(?:\w+(?:'s)? )?(?:maximum |available )?context|maximum context length is/i;

/** Whether a server says that a prompt does not fit into the model's context. */
export const isTooLong = (message: string): boolean => TOO_LONG.test(message);

const isAboutModel = (error: ServerError) =>
  error.is_structured && /model/i.test(`${error.message} ${error.code}`);

/** An answer whose body can't be what was asked for, told by its head; null where it can. */
export function failureOfHead({ headers }: AnswerHead): ProviderFailure | null {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return null;
  return new ProviderFailure('parse', `the answer is compressed (${encoding}), which was not asked for`);
}

/** An answer with status 200 that is a web page: another kind of server, or something in between. */
export const failureOfPage = (page: string): ProviderFailure =>
  new ProviderFailure('parse', `a web page instead of JSON: ${pageTitle(page)}`, { http_status: 200 });

export const isPage = ({ headers }: AnswerHead): boolean => isWebPage(headers['content-type']);

/** The stream has ended and the answer has not. */
export const brokenOff = (): ProviderFailure =>
  new ProviderFailure('connection', 'the stream ended before the answer was complete', again);

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'the host is out of reach',
  ENETUNREACH: 'the network is out of reach',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
};

/**
 * An error of socket, TLS or HTTP.
 * @param place where the server is, for the message
 */
export function failureOfError(cause: unknown, place: string): ProviderFailure {
  if (cause instanceof ProviderFailure) return cause;
  const code = codeOf(cause);
  const reason = REASONS[code];
  if (reason) return new ProviderFailure('connection', `${place}: ${reason} (${code})`, { ...again, cause });
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ProviderFailure('parse', `${place}: the head of its answer is too long`, { ...never, cause });
  }
  if (code.startsWith('HPE_')) {
    return new ProviderFailure('parse', `${place}: what it says is not HTTP (${code})`, { ...never, cause });
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return new ProviderFailure('config', `${place}: no secure connection (${code})`, { ...never, cause });
  }
  const said = cause instanceof Error ? cause.message : String(cause);
  if (code === '' || code.startsWith('ERR_'))
    return new ProviderFailure('internal', said, { ...never, cause });
  return new ProviderFailure('connection', `${place}: ${said || code}`, { ...again, cause });
}

/** A host with several addresses fails with an error for each of them. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : '';
}
