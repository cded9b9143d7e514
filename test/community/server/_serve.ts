import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { errorAnswer } from '../../../community/server/error-answer.ts';
import {
  type RunningServer,
  type ServerOptions,
  startServer,
} from '../../../community/server/start-server.ts';
import { REPOSITORY } from '../../support/context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newDocument, newToken } from './_members.ts';

export interface Served extends RunningServer {
  file: string;
  port: number;
  /** Lines of the log so far. */
  log: () => Record<string, unknown>[];
  logText: () => string;
}

/** A real server on a free port, stopped when the test is over. */
export async function serve({
  file = join(temporaryFolder(), 'registry.sqlite'),
  ...given
}: Partial<ServerOptions> & { file?: string } = {}): Promise<Served> {
  let text = '';
  const server = await startServer({
    database: file,
    host: '127.0.0.1',
    port: 0,
    reads_per_minute: null,
    proxies: null,
    root: REPOSITORY,
    version: '1.2.3',
    pid: process.pid,
    clock: Date.now,
    log: (lines) => {
      text += lines;
    },
    ...given,
  });
  onTestFinished(() => server.close());
  return {
    ...server,
    file,
    port: Number(new URL(server.url).port),
    logText: () => text,
    log: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

export interface Ask {
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks a server by fetch; a body that is no text goes as JSON. */
export async function ask(
  { url }: Pick<RunningServer, 'url'>,
  method: string,
  path: string,
  { token = null, body, headers = {} }: Ask = {},
) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  } as RequestInit);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** The refusal that an answer is: its shape is checked. */
export const refusal = ({ json }: { json: unknown }) => errorAnswer.parse(json).error;

/** Joins somebody new. */
export async function joinSomebody(
  server: Pick<RunningServer, 'url'>,
  change: Parameters<typeof newDocument>[0] = {},
) {
  const token = newToken();
  const document = newDocument(change);
  const answer = await ask(server, 'PUT', '/v1/member', { token, body: document });
  return { token, document, answer };
}

/** The value of one line of the metrics; NaN where there is none. */
export async function metric(server: Pick<RunningServer, 'url'>, name: string): Promise<number> {
  const { text } = await ask(server, 'GET', '/metrics');
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? Number.NaN : Number(line.slice(name.length + 1));
}
