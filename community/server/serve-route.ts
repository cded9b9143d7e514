import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TitoError } from '../../src/errors.ts';
import { entityTag, isUnchanged, keptHeaders, UNKEPT } from './caching.ts';
import { parseJson } from './parse-json.ts';
import type { PublicAnswers } from './public-answers.ts';
import { check, isGzip, readKey } from './read-request.ts';
import { readToken } from './read-token.ts';
import type { Asked, Route, Services } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the member who asks, well-formed; null where nobody in particular does. */
    token: string | null;
  }
}

/** What the head of a request says, before its body is read. */
export interface Head {
  token: string | null;
  /** The token whose limit counts; that of somebody who is about to join is nobody's yet. */
  limited: string | null;
  /** Why the rest need not be read. */
  error: Error | null;
}

export function readHead(route: Route, { headers }: IncomingMessage): Head {
  try {
    const token = readToken(headers.authorization, route.access);
    const isCompressed = isGzip(headers['content-encoding']);
    const isUnknown = isCompressed === null || (isCompressed && route.body !== 'run');
    return {
      token,
      limited: route.is_first ? null : token,
      error: route.body !== null && isUnknown ? new UnknownEncoding(route) : null,
    };
  } catch (cause) {
    if (!(cause instanceof TitoError)) throw cause;
    return { token: null, limited: null, error: cause };
  }
}

/** Answered with status 415. */
export class UnknownEncoding extends TitoError {
  constructor({ body }: Route) {
    const problem = `the body may not be compressed${body === 'run' ? ' by anything but gzip' : ''}`;
    super('bad_request', { field: 'Content-Encoding', problem });
  }
}

export interface Answering {
  services: Services;
  answers: PublicAnswers;
  clock: () => number;
  version: string;
}

/** From a request whose head was admitted to its answer. */
export async function answerRoute(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  { services, answers, clock, version }: Answering,
): Promise<FastifyReply> {
  const { token } = request;
  const make = async () => route.handle(askedOf(route, request), services);
  if (!route.is_cacheable || token !== null) {
    const answer = await make();
    const isStream = answer instanceof Readable;
    return succeed(route, reply, UNKEPT).send(isStream ? answer : textOf(answer));
  }
  const tag = entityTag(await services.version(), clock(), version);
  if (isUnchanged(request.headers['if-none-match'], tag))
    return succeed(route, reply, keptHeaders(tag)).code(304).send();
  const text = await answers.get(request.url, tag, async () => textOf(await make()));
  return succeed(route, reply, keptHeaders(tag)).send(text);
}

/** Headers of an answer that is no refusal. */
const succeed = ({ media_type, headers }: Route, reply: FastifyReply, kept: Record<string, string>) =>
  reply.type(media_type).headers({ ...kept, ...headers });

/** A text is sent as it is. */
const textOf = (answer: unknown): string => (typeof answer === 'string' ? answer : JSON.stringify(answer));

/** @throws TitoError `bad_request` */
function askedOf(
  route: Route,
  { token, params, query, body, headers }: FastifyRequest,
): Asked<Route['access'], unknown, unknown> {
  return {
    token,
    params: params as Record<string, string>,
    query: route.query === null ? null : check(route.query, { ...(query as object) }, 'query'),
    body: bodyOf(route, body),
    run:
      route.body === 'run'
        ? {
            bytes: bytesOf(body),
            is_gzip: isGzip(headers['content-encoding']) === true,
            key: readKey(headers['idempotency-key']),
          }
        : null,
  };
}

function bodyOf(route: Route, body: unknown): unknown {
  if (route.body === null || route.body === 'run') return null;
  const parsed = parseJson(bytesOf(body));
  return route.is_checked_by_registry ? parsed : check(route.body, parsed, 'body');
}

/** Nothing was sent, or no bytes. */
function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new TitoError('bad_request', { problem: 'there is no body' });
}
