import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { httpRegistry } from '../../../src/membership/http/http-registry.ts';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** Starts a server for one test; returns its URL. */
async function started(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

export const serve = (listener: RequestListener): Promise<string> => started(createServer(listener));

/** A server of bytes: what it says need not be HTTP. */
export const serveBytes = (onConnection: (socket: Socket) => void): Promise<string> =>
  started(createTcpServer(onConnection));

export interface Said {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Headers of every answer of a registry. */
export const OURS = { 'tito-registry': '1', 'content-type': 'application/json; charset=utf-8' };

export function say(response: ServerResponse, { status = 200, headers = {}, body }: Said): void {
  response.writeHead(status, { ...OURS, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A registry that answers every request with the same, and keeps what it was asked. */
export async function answering(said: Said): Promise<{ place: string; received: Received[] }> {
  const received: Received[] = [];
  const place = await serve(async (request, response) => {
    const bytes = await buffer(request);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body: text === '' ? null : JSON.parse(text) });
    say(response, said);
  });
  return { place, received };
}

export const NOW = Date.UTC(2026, 8, 1, 10);

/** The client, patient for half a second. */
export const clientOf = (
  place: string,
  limit_ms = 500,
  signal: AbortSignal = new AbortController().signal,
): ReturnType<typeof httpRegistry> =>
  httpRegistry({ place, limit_ms, clock: () => Date.now(), signal, version: '1.2.3' });
