import * as z from 'zod';
import { TitoError } from '../../../src/errors.ts';
import { defineRoute } from '../route.ts';

export const healthz = defineRoute({
  method: 'GET',
  path: '/healthz',
  id: 'healthz',
  summary: 'Whether the server answers at all',
  access: 'public',
  answer: z.strictObject({ status: z.literal('ok') }),
  is_limited: false,
  handle: async () => ({ status: 'ok' as const }),
});

export const readyz = defineRoute({
  method: 'GET',
  path: '/readyz',
  id: 'readyz',
  summary: 'Whether the database answers and what writes to it is alive',
  access: 'public',
  answer: z.strictObject({ status: z.literal('ready') }),
  errors: ['busy'],
  is_limited: false,
  handle: async (_asked, { readiness }) => {
    const obstacle = await readiness.obstacle();
    if (obstacle !== null) throw new TitoError('busy', { reason: obstacle, retry_after_s: '1' });
    return { status: 'ready' as const };
  },
});

export const metrics = defineRoute({
  method: 'GET',
  path: '/metrics',
  id: 'metrics',
  summary: 'What the server does and how long it takes, for Prometheus',
  access: 'public',
  answer: z.string(),
  media_type: 'text/plain; version=0.0.4; charset=utf-8',
  handle: (_asked, services) => services.metrics(),
});

export const openapi = defineRoute({
  method: 'GET',
  path: '/openapi.json',
  id: 'openapi',
  summary: 'This document',
  access: 'public',
  answer: z.looseObject({ openapi: z.string() }),
  handle: async (_asked, services) => services.openapi(),
});
