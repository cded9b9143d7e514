import * as z from 'zod';
import type { ErrorCode } from '../../src/errors.ts';
import { errorAnswer, statusOf } from './error-answer.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

/** What went wrong, by status; the code in the body says it exactly. */
const MEANING: Readonly<Record<number, string>> = {
  400: 'The request is not as it should be; the field and the problem are named',
  401: 'There is no token, or the registry knows no member with it',
  403: 'The token is of another membership, of no class, or not that of the registry; or the instructor took the member out of the class',
  404: 'There is no such run, group, class or member of the class',
  409: 'The run was submitted by another member, the key stands for another one, or there is such a class',
  410: 'The code of the class has stopped',
  413: 'The body is too large',
  415: 'The body is of a media type, or an encoding, that is not taken',
  422: 'The run was refused, with the reasons',
  429: 'Too many requests, or submissions of this day',
  500: 'The registry failed',
  503: 'It can not be answered now, or the class is frozen',
};

const HEADERS = {
  'tito-registry': { description: 'Version of this interface', schema: { type: 'string', const: '1' } },
  'x-request-id': { description: 'Names the request in the log', schema: { type: 'string' } },
  'RateLimit-Limit': { description: 'Requests that the limit holds', schema: { type: 'integer' } },
  'RateLimit-Remaining': { description: 'Requests that are left', schema: { type: 'integer' } },
  'RateLimit-Reset': {
    description: 'Seconds until the limit is full again',
    schema: { type: 'integer' },
  },
};
const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } },
};
const CACHED = {
  ETag: {
    description: 'Stands for the state of the registry; send it as If-None-Match',
    schema: { type: 'string' },
  },
  'Cache-Control': { schema: { type: 'string' } },
};

/** As it is on the wire: what is sent before it is read, hence the schema's input. */
function schemaOf(schema: z.core.$ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return rest;
}

const json = (schema: Json, media_type = 'application/json'): Json => ({ [media_type]: { schema } });

const errorResponse = (status: number): Json => ({
  description: MEANING[status] ?? 'It went wrong',
  headers: { ...HEADERS, ...(status === 429 || status === 503 ? RETRY_AFTER : {}) },
  content: json({ $ref: '#/components/schemas/Error' }),
});

/** Query parameters; what has a default, or may be missing, is not required. */
function parametersOf({ path, query, body }: Route): Json[] {
  const shape = query instanceof z.core.$ZodObject ? query._zod.def.shape : {};
  const parameters = Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema: withoutMeta(z.toJSONSchema(schema, { io: 'output' })),
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'The same for each attempt at the same submission: it counts once',
    schema: { type: 'string', minLength: 8, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
  };
  const encoding = {
    name: 'Content-Encoding',
    in: 'header',
    required: false,
    schema: { type: 'string', enum: ['identity', 'gzip'] },
  };
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return [...inPath, ...parameters, ...(body === 'run' ? [key, encoding] : [])];
}

function withoutMeta(schema: object): Json {
  const { $schema: _, ...rest } = schema as Json;
  return rest;
}

function requestBodyOf({ body, body_limit_bytes }: Route): Json {
  if (body === null) return {};
  const schema =
    body === 'run' ? { type: 'object', description: 'A results file, as tito saved it' } : schemaOf(body);
  return {
    requestBody: {
      required: true,
      description: `At most ${body_limit_bytes} bytes`,
      content: json(schema),
    },
  };
}

/** Every refusal that a route may give, each status once. */
export function statusesOf(route: Route): number[] {
  const codes: ErrorCode[] = [...route.errors];
  if (route.query !== null || route.body !== null) codes.push('bad_request');
  if (route.access === 'moderator') codes.push('no_moderator', 'not_a_moderator');
  else if (route.access !== 'public') codes.push('not_a_member');
  if (route.access === 'instructor' && !route.is_first) codes.push('not_an_instructor');
  if (route.body !== null) codes.push('too_large');
  if (route.is_limited) codes.push('rate_limited');
  codes.push('busy', 'bug');
  const statuses = codes.map(statusOf);
  if (route.body !== null) statuses.push(415);
  return [...new Set(statuses)].sort((a, b) => a - b);
}

const SECURITY = {
  public: {},
  // Nobody in particular, or a member.
  optional: { security: [{}, { token: [] }] },
  member: { security: [{ token: [] }] },
  instructor: { security: [{ adminToken: [] }] },
  moderator: { security: [{ registryToken: [] }] },
};

function operationOf(route: Route): Json {
  const refusals = statusesOf(route).map((status) => [String(status), errorResponse(status)]);
  return {
    operationId: route.id,
    summary: route.summary,
    ...SECURITY[route.access],
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: {
      200: {
        description: 'Done',
        headers: { ...HEADERS, ...(route.is_cacheable ? CACHED : {}) },
        content: json(schemaOf(route.answer), route.media_type),
      },
      ...(route.is_cacheable ? { 304: { description: 'Nothing has changed since that ETag' } } : {}),
      ...Object.fromEntries(refusals),
    },
  };
}

/** A path as OpenAPI writes it: `/run/{id}`. */
export const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

/** The OpenAPI 3.1 document of a table of routes; 3.1 takes JSON Schema as it is. */
export function openApi(routes: readonly Route[], version: string): Json & { openapi: string } {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const name = templateOf(route.path);
    const path = paths[name] ?? {};
    paths[name] = path;
    path[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'tito community registry',
      version,
      description:
        'Who learns with tito, how far they are, and how fast what they built is. Groups of fewer than five are told to nobody.',
    },
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswer) },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: '64 hexadecimal digits, drawn by the member before joining',
        },
        registryToken: {
          type: 'http',
          scheme: 'bearer',
          description: '64 hexadecimal digits that `tito community admin-token` made for this registry',
        },
        adminToken: {
          type: 'http',
          scheme: 'bearer',
          description: '64 hexadecimal digits, drawn by the instructor before the class is made',
        },
      },
    },
  };
}
