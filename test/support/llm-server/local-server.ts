import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { ProviderFailure } from '../../../src/task-contracts.ts';
import type { BodyReader } from '../../../src/tasks/http/body-reader.ts';
import {
  type HttpEndpoint,
  type HttpEndpointOptions,
  openHttpEndpoint,
} from '../../../src/tasks/http/http-endpoint.ts';
import { ndjsonReader } from '../../../src/tasks/http/ndjson.ts';

const closing: (() => unknown)[] = [];

/** Closes what a test has opened; to be called after each. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}
/** A server of the test's own, and the sockets that were opened to it. */
export async function listen(server: Server): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}

export const serve = (listener: RequestListener) => listen(createServer(listener));

/** Opens an endpoint that ends with the test. */
export function open(endpoint: string, options: Partial<HttpEndpointOptions> = {}): HttpEndpoint {
  const opened = openHttpEndpoint({ endpoint, slots: 1, key: null, tail: '/v1', ...options });
  closing.push(opened.close);
  return opened;
}

export function fetchJson(
  http: HttpEndpoint,
  path = '/',
  signal: AbortSignal = new AbortController().signal,
): ReturnType<HttpEndpoint['fetchJson']> {
  return http.fetchJson({ path, signal });
}

/** How a request ended that should not have done well. */
export async function failureOf(promise: Promise<unknown>): Promise<ProviderFailure> {
  const cause = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof ProviderFailure)) throw new Error(`It ended with ${String(cause)}.`);
  return cause;
}

/** Reads lines up to the word `done`. */
export const untilDone = (): BodyReader =>
  ndjsonReader(
    (value) => value === 'done',
    () => undefined,
    (text) => text,
  );
