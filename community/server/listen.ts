import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { systemReason, TitoError } from '../../src/errors.ts';

export interface Listening {
  url: string;
  port: number;
  close: () => Promise<void>;
}

/** Connections that fell idle after the server was told to stop are looked for this often. */
const IDLE_CHECK_MS = 25;

/**
 * @param stop_ms what is under way has this long to finish once the server is told to stop
 * @throws TitoError `registry_unusable` where nothing can listen there
 */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  stop_ms: number,
): Promise<Listening> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    const place = urlOf(host, port);
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const reason = isTaken ? 'another program listens there' : systemReason(cause);
    const hint = 'Choose another port (--port 0 takes a free one) or host.';
    throw new TitoError('registry_unusable', { registry: place, reason, hint }, cause);
  }
  const address = app.server.address() as AddressInfo;
  return {
    url: urlOf(host, address.port),
    port: address.port,
    close: async () => {
      const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
      const late = setTimeout(() => app.server.closeAllConnections(), stop_ms);
      await app.close();
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

const urlOf = (host: string, port: number) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
