import { gzipSync } from 'node:zlib';
import type * as z from 'zod';
import type { Registry, Token } from '../../community-contracts.ts';
import { TitoError } from '../../errors.ts';
import {
  cohortAnswer,
  cutoffsAnswer,
  exportAnswer,
  joinAnswer,
  leaveAnswer,
  rotateAnswer,
  statsAnswer,
  updateAnswer,
} from '../../schema/community/answers.ts';
import {
  classAnswer,
  classBoardAnswer,
  classRemovalAnswer,
  rosterAnswer,
} from '../../schema/community/class-answers.ts';
import { moderationAnswer, moderationLogAnswer, reviewsAnswer } from '../../schema/community/moderation.ts';
import { leaderboardAnswer, submitAnswer } from '../../schema/community/submission.ts';
import { exchange, type Request } from './exchange.ts';
import { readAnswer } from './read-answer.ts';

const MIB = 2 ** 20;
const DAY_MS = 86_400_000;
/** Requests with large bodies may take this many times as long as the others. */
const PATIENCE = 6;

const MODERATION = '/v1/moderation/submissions';
const runPath = (run: string, what: string) => `${MODERATION}/${encodeURIComponent(run)}/${what}`;

export interface HttpOptions {
  /** URL without a slash at its end. */
  place: string;
  /** Longest wait for an answer. */
  limit_ms: number;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
  /** Version of tito, for the server's log. */
  version: string;
}

export interface HttpRegistry extends Registry {
  /** How far this machine's clock is ahead of the registry's, in seconds, where that is more than a day; else null. */
  clockSkew_s: () => number | null;
}

interface Call<Schema extends z.ZodType> {
  method: Request['method'];
  path: string;
  token: Token | null;
  schema: Schema;
  /** Left out of the URL where undefined. */
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether body or answer may be long. */
  is_long?: boolean;
}

/** A registry over HTTP: version 1 of its API. Nothing it says is believed before it is checked. */
export function httpRegistry({ place, limit_ms, clock, signal, version }: HttpOptions): HttpRegistry {
  let skew_s: number | null = null;

  async function call<Schema extends z.ZodType>(asked: Call<Schema>): Promise<z.output<Schema>> {
    const { method, path, token, schema, query = {}, is_long = false } = asked;
    const url = new URL(`${place}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, `${value}`);
    }
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': `tito/${version}`,
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(asked.body !== undefined && { 'content-type': 'application/json' }),
      ...(is_long && asked.body !== undefined && { 'content-encoding': 'gzip' }),
      ...asked.headers,
    };
    const text = asked.body === undefined ? null : Buffer.from(JSON.stringify(asked.body));
    const body = text && (is_long ? gzipSync(text) : text);
    const answer = await exchange(
      place,
      { method, url, headers, ...(body && { body }) },
      {
        idle_ms: limit_ms,
        total_ms: is_long ? PATIENCE * limit_ms : limit_ms,
        most_bytes: is_long ? 256 * MIB : 4 * MIB,
        signal,
      },
    );
    const date = Date.parse(answer.headers.date ?? '');
    const ahead_ms = clock() - date;
    skew_s = Math.abs(ahead_ms) > DAY_MS ? Math.round(ahead_ms / 1000) : null;
    return readAnswer(place, schema, answer, clock());
  }

  return {
    place,
    clockSkew_s: () => skew_s,
    join: async (body, token) => {
      const answer = await call({ method: 'PUT', path: '/v1/member', token, body, schema: joinAnswer });
      if (answer.member.anonymous_id === body.anonymous_id) return answer;
      throw new TitoError('registry_unusable', {
        registry: place,
        reason: 'it answers for another member than the one that joined.',
        hint: 'Tell whoever runs it. Nothing was changed on this machine.',
      });
    },
    update: (body, token) => call({ method: 'PATCH', path: '/v1/member', token, body, schema: updateAnswer }),
    stats: (token) => call({ method: 'GET', path: '/v1/stats', token, schema: statsAnswer }),
    cohort: (query, token) => call({ method: 'GET', path: '/v1/cohort', token, query, schema: cohortAnswer }),
    cutoffs: (track, token) =>
      call({ method: 'GET', path: '/v1/cutoffs', token, query: { track }, schema: cutoffsAnswer }),
    leaderboard: (query, token) =>
      call({ method: 'GET', path: '/v1/leaderboard', token, query, schema: leaderboardAnswer }),
    submit: (body, key, token) =>
      call({
        method: 'POST',
        path: '/v1/submissions',
        token,
        body,
        headers: { 'idempotency-key': key },
        is_long: true,
        schema: submitAnswer,
      }),
    export: (token) =>
      call({ method: 'GET', path: '/v1/member', token, is_long: true, schema: exportAnswer }),
    leave: (token) => call({ method: 'DELETE', path: '/v1/member', token, schema: leaveAnswer }),
    rotate: (next, token) =>
      call({
        method: 'POST',
        path: '/v1/member/token',
        token,
        body: { token: next },
        schema: rotateAnswer,
      }),
    moderation: {
      reviews: (query, token) =>
        call({ method: 'GET', path: MODERATION, token, query, schema: reviewsAnswer }),
      history: (query, token) =>
        call({ method: 'GET', path: '/v1/moderation/log', token, query, schema: moderationLogAnswer }),
      flag: (run, body, token) =>
        call({ method: 'PUT', path: runPath(run, 'flag'), token, body, schema: moderationAnswer }),
      unflag: (run, token) =>
        call({ method: 'DELETE', path: runPath(run, 'flag'), token, schema: moderationAnswer }),
      remove: (run, body, token) =>
        call({ method: 'PUT', path: runPath(run, 'removal'), token, body, schema: moderationAnswer }),
    },
    classes: {
      create: (body, token) =>
        call({ method: 'POST', path: '/v1/classes', token, body, schema: classAnswer }),
      read: (token) => call({ method: 'GET', path: '/v1/class', token, schema: classAnswer }),
      change: (body, token) => call({ method: 'PATCH', path: '/v1/class', token, body, schema: classAnswer }),
      roster: (query, token) =>
        call({ method: 'GET', path: '/v1/class/roster', token, query, schema: rosterAnswer }),
      board: (query, token) =>
        call({ method: 'GET', path: '/v1/class/board', token, query, schema: classBoardAnswer }),
      remove: (handle, body, token) =>
        call({
          method: 'DELETE',
          path: `/v1/class/members/${encodeURIComponent(handle)}`,
          token,
          body,
          schema: classRemovalAnswer,
        }),
    },
    close: () => Promise.resolve(),
  };
}
