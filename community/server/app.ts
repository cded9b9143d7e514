import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { TitoError } from '../../src/errors.ts';
import { answerBadHead } from './bad-heads.ts';
import { UNKEPT } from './caching.ts';
import { limitConnections } from './connections.ts';
import { endRest, refuseEarly, tooMany } from './early-refusals.ts';
import { type Refusal, refusalOf } from './error-answer.ts';
import { HEADERS, limitHeaders, PAGE_HEADERS } from './headers.ts';
import { sizeOf } from './inflate.ts';
import type { Grant } from './limits/buckets.ts';
import type { Cost } from './limits/policies.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';
import type { Metrics } from './metrics.ts';
import { refusalPage } from './page-refusal.ts';
import { PublicAnswers } from './public-answers.ts';
import { factsOf, type RequestLog } from './request-log.ts';
import type { Route, Services } from './route.ts';
import { type Answering, answerRoute, readHead, UnknownEncoding } from './serve-route.ts';
import { storageReason } from './threads/storage-failures.ts';
import { UnknownRoute } from './unknown-route.ts';

/** Bounds on how slowly a client may be, in milliseconds. */
export interface TimeLimits {
  /** Until the head of a request is there. */
  head_ms: number;
  /** Until all of a request is there. */
  request_ms: number;
  /** Between two requests of one connection. */
  idle_ms: number;
  /** Without a byte in either direction. */
  silence_ms: number;
  /** For what is under way when the server is told to stop. */
  stop_ms: number;
}

export interface AppParts {
  routes: readonly Route[];
  services: Services;
  limiter: RateLimiter | null;
  metrics: Metrics;
  log: RequestLog;
  clock: () => number;
  /** Of tito; part of entity tags. */
  version: string;
  isBehindProxy: boolean;
  times: TimeLimits;
}

type App = FastifyInstance<Server>;

const NO_SCHEMA = () => () => '';
const LARGEST_HEAD_BYTES = 16_384;
const CHECK_MS = 1000;
const HEALTH: ReadonlySet<string> = new Set(['GET /healthz', 'GET /readyz']);

/** The HTTP server with its routes; nothing listens yet. */
export function createApp(parts: AppParts): FastifyInstance {
  const { routes, limiter, metrics, log, clock, times } = parts;
  const prefix = randomBytes(4).toString('hex');
  let requests = 0;
  const onRefused = () => {
    metrics.refused();
    // A flood must not become one of lines.
    log.tellOften('warning', 'refused');
  };
  const app: App = fastify<Server>({
    logger: false,
    // Bodies and queries are checked by zod, and no route has a schema of this kind; without these, another validator
    // and another serializer would be started.
    schemaController: {
      compilersFactory: { buildValidator: () => NO_SCHEMA, buildSerializer: () => NO_SCHEMA },
    },
    genReqId: () => `${prefix}-${(++requests).toString(36)}`,
    return503OnClosing: false,
    // The key of an institution is as long as its name, and it is bounded by the head.
    routerOptions: { maxParamLength: LARGEST_HEAD_BYTES },
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => answerBadHead(error, socket),
    frameworkErrors: (error, request, reply) => refuse(request, reply, error),
    serverFactory: (handler) => {
      const server = createServer(
        {
          maxHeaderSize: LARGEST_HEAD_BYTES,
          headersTimeout: times.head_ms,
          requestTimeout: times.request_ms,
          keepAliveTimeout: times.idle_ms,
          connectionsCheckingInterval: Math.min(CHECK_MS, times.head_ms),
        },
        refuseEarly(handler, limiter, onRefused),
      );
      server.setTimeout(times.silence_ms);
      limitConnections(server, parts.isBehindProxy);
      return server;
    },
  });

  const refuse = (request: FastifyRequest, reply: FastifyReply, error: unknown) =>
    sendRefusal(request, reply, asRefusal(error, request, clock()), log);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.decorateRequest('token', null);
  app.setErrorHandler((error, request, reply) => refuse(request, reply, error));
  app.setNotFoundHandler(
    {
      preHandler: async (request: FastifyRequest, reply: FastifyReply) => {
        const refused = await admit(limiter, request, reply, null);
        if (refused) throw refused;
      },
    },
    unknownRoutes(routes),
  );
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS).header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime;
    const pattern = request.is404 ? 'unknown' : `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    metrics.request(pattern, reply.statusCode, ms / 1000);
    // Balancers ask every second that all is well.
    if (reply.statusCode === 200 && HEALTH.has(pattern)) return done();
    log.tell('info', 'request', {
      request_id: request.id,
      route: pattern,
      status: reply.statusCode,
      ms: Math.round(ms * 100) / 100,
    });
    done();
  });
  const answering = { ...parts, answers: new PublicAnswers() };
  for (const route of routes) addRoute(app, route, answering);
  app.addHook('preClose', (done) => {
    parts.services.live.close();
    done();
  });
  return app;
}

const isEndless = ({ media_type }: Route) => media_type.startsWith('text/event-stream');

function addRoute(app: App, route: Route, parts: AppParts & Answering) {
  app.route({
    method: route.method,
    url: route.path,
    // What never ends has no head to be asked for.
    exposeHeadRoute: route.method === 'GET' && !isEndless(route),
    bodyLimit: route.body_limit_bytes,
    onRequest: (request, reply, done) => {
      const admitted = admitHead(route, request, reply, parts);
      // Most requests wait for nothing here, and are not made to.
      if (admitted instanceof Promise) admitted.then(done, done);
      else done(admitted);
    },
    handler: (request, reply) => answerRoute(route, request, reply, parts),
  });
}

/** @returns why a request need not be read any further */
function admitHead(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  { limiter, services }: AppParts,
): Error | undefined | Promise<Error | undefined> {
  const { token, limited, error } = readHead(route, request.raw);
  const proceed = (refused: Error | undefined) => {
    if (refused || error) return refused ?? error ?? undefined;
    request.token = token;
    // Who is no member needs not send megabytes to hear it.
    if (route.body !== 'run' || token === null) return undefined;
    return services
      .isMember(token)
      .then((isMember) => (isMember ? undefined : new TitoError('not_a_member')));
  };
  // Counted before it is looked at: requests that are refused for another reason use up the limit as well.
  const admitted = route.is_limited ? admit(limiter, request, reply, limited, route.cost) : undefined;
  return admitted instanceof Promise ? admitted.then(proceed) : proceed(admitted);
}

/** @returns `rate_limited` where the limit is used up */
function admit(
  limiter: RateLimiter | null,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | null,
  cost: Cost | null = null,
): Error | undefined | Promise<Error | undefined> {
  if (limiter === null) return undefined;
  const settle = (grant: Grant) => {
    reply.headers(limitHeaders(grant));
    return grant.isAllowed ? undefined : tooMany(grant.retry_ms);
  };
  const grant = limiter.take(request.raw, token, cost ?? undefined);
  return grant instanceof Promise ? grant.then(settle) : settle(grant);
}

/** What is at no path, or not by this method; a question what a path takes is answered. */
function unknownRoutes(routes: readonly Route[]) {
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const known = methods.get(route.path) ?? ['OPTIONS'];
    const hasHead = route.method === 'GET' && !isEndless(route);
    methods.set(route.path, [...known, route.method, ...(hasHead ? ['HEAD'] : [])].sort());
  }
  const patterns = [...methods].map(([path, known]) => {
    const parts = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')));
    return { pattern: new RegExp(`^${parts.join('/')}$`), known };
  });
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.replace(/\?.*$/s, '');
    const known = patterns.find(({ pattern }) => pattern.test(path))?.known;
    if (!known) throw new UnknownRoute(404, 'there is nothing at this path; see /openapi.json');
    reply.header('allow', known.join(', '));
    if (request.method === 'OPTIONS') return reply.code(204).send();
    throw new UnknownRoute(405, `this path takes ${known.join(', ')}`);
  };
}

/** Errors of the framework's own are said in the words of tito's. */
function asRefusal(error: unknown, request: FastifyRequest, now: number): Refusal {
  if (error instanceof UnknownRoute) return refusalOf(error, now, error.status);
  if (error instanceof UnknownEncoding) return refusalOf(error, now, 415);
  const code = error instanceof Error && 'code' in error ? error.code : '';
  // Whoever broke off hears of it no more, and the log need not call it a failure of the server's.
  if (code === 'ECONNRESET' && !request.raw.complete)
    return refusalOf(new TitoError('bad_request', { problem: 'the request broke off' }), now);
  if (error instanceof TitoError || typeof code !== 'string' || !code.startsWith('FST_'))
    return refusalOf(error, now);
  const limit = request.routeOptions.bodyLimit ?? 0;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return refusalOf(new TitoError('too_large', { limit: sizeOf(limit) }), now);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return refusalOf(
      new TitoError('bad_request', { problem: 'the body has to be application/json' }),
      now,
      415,
    );
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 500) return refusalOf(error, now);
  return refusalOf(new TitoError('bad_request', { problem: 'the request is malformed' }), now, status);
}

function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, body, retry_after_s, cause }: Refusal,
  log: RequestLog,
) {
  const reason = storageReason(cause);
  if (reason !== null) log.tellOften('error', 'storage_failed', { reason });
  else if (cause !== null) log.tell('error', 'failed', { request_id: request.id, status, ...factsOf(cause) });
  if (retry_after_s !== null) reply.header('retry-after', String(retry_after_s));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  // The framework closes the connection at once, and with it the answer may be lost.
  reply.removeHeader('connection');
  endRest(request.raw);
  reply.code(status).headers(UNKEPT);
  const page = refusalPage(request.raw, status, body);
  if (page === null) return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
  return reply
    .headers({ ...PAGE_HEADERS, ...UNKEPT })
    .type('text/html; charset=utf-8')
    .send(page);
}
