import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TitoError } from '../../src/errors.ts';
import { UNKEPT } from './caching.ts';
import { refusalOf } from './error-answer.ts';
import { HEADERS } from './headers.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What a client may still send after its answer, before its connection is closed. */
const REST_MS = 1000;
/** Operations are asked by the machine's own supervisors, whatever others do. */
const UNLIMITED = ['/healthz', '/readyz'];

/**
 * Refuses clients whose limit is used up before anything else is done with a request: a flood costs little of what the
 * others need.
 */
export const refuseEarly =
  (handler: Handler, limiter: RateLimiter | null, onRefused: () => void): Handler =>
  (request, response) => {
    const wait_ms = limiter?.refusedFor(request) ?? 0;
    if (wait_ms === 0 || UNLIMITED.includes(request.url ?? '')) return handler(request, response);
    onRefused();
    const { status, body, retry_after_s } = rateLimited(wait_ms);
    const text = JSON.stringify(body);
    response.writeHead(status, {
      ...HEADERS,
      ...UNKEPT,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'retry-after': `${retry_after_s}`,
    });
    response.end(request.method === 'HEAD' ? undefined : text);
    endRest(request);
  };

/** @param wait_ms until there is a token again */
export const tooMany = (wait_ms: number): TitoError =>
  new TitoError('rate_limited', { retry_after_s: `${Math.max(1, Math.ceil(wait_ms / 1000))}` });

const rateLimited = (wait_ms: number) => refusalOf(tooMany(wait_ms), 0);

/**
 * Ends a request whose body nobody reads. The client gets a moment to read its answer: a connection that is closed while
 * it still sends is one that broke, for it, and the answer is lost.
 */
export function endRest(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const socket: Socket = request.socket;
  const timer = setTimeout(() => socket.destroy(), REST_MS).unref();
  const done = () => clearTimeout(timer);
  request.once('end', done).once('close', done);
}
