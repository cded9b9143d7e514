import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { TitoError } from '../../errors.ts';
import { unreachable } from './unreachable.ts';

export interface Request {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: Buffer;
}

export interface Limits {
  /** Longest silence. */
  idle_ms: number;
  /** Longest time for everything. */
  total_ms: number;
  most_bytes: number;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * Sends one request and reads the whole answer. Redirects are answers like any other: nothing is followed, and nothing
 * is sent twice.
 *
 * @param place the registry, for messages
 * @throws TitoError `registry_unreachable`, `registry_unusable` for an answer longer than the limit, `interrupted`
 */
export function exchange(place: string, request: Request, limits: Limits): Promise<Answer> {
  const { method, url, body } = request;
  const { idle_ms, total_ms, most_bytes, signal } = limits;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new TitoError('interrupted'));
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const length = body ? { 'content-length': `${body.length}` } : {};
    const headers = { ...request.headers, ...length };
    // One connection for one request: a process that asks once or twice gains nothing by keeping it.
    const outgoing = send(url, { method, headers, agent: false, timeout: idle_ms });
    const fail = (error: TitoError) => {
      // A refusal may come before all was sent, and the connection be cut right after it.
      settle();
      outgoing.destroy();
      reject(error);
    };
    const late = (ms: number) => fail(unreachable(place, `it did not answer within ${ms / 1000} s.`));
    const timer = setTimeout(() => late(total_ms), total_ms);
    const interrupt = () => fail(new TitoError('interrupted'));
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
    };
    let answer: IncomingMessage | null = null;
    signal.addEventListener('abort', interrupt, { once: true });
    outgoing.on('timeout', () => late(idle_ms));
    outgoing.on('error', (cause) => {
      // What happens to the way there no longer matters once the answer comes in; its own errors are told below.
      if (!answer) fail(unreachable(place, cause));
    });
    outgoing.on('response', (incoming) => {
      answer = incoming;
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > most_bytes) fail(tooLong(place, most_bytes));
      });
      incoming.on('error', (cause) => fail(unreachable(place, cause)));
      incoming.on('end', () => {
        settle();
        // The registry may have answered before it read everything.
        outgoing.destroy();
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
    });
    outgoing.end(body);
  });
}

const tooLong = (place: string, most_bytes: number) =>
  new TitoError('registry_unusable', {
    registry: place,
    reason: `its answer is longer than ${Math.round(most_bytes / 2 ** 20)} MiB.`,
    hint: 'Look whether this is the address of a registry. Nothing was changed on this machine.',
  });
