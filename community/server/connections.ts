import type { Server, Socket } from 'node:net';

/** Connections that one peer may have open; a class behind one address needs fewer. */
const PER_PEER = 512;

/**
 * Closes connections of a peer that has too many, before anything is read.
 * @param trusted whether the peer is a proxy, behind which everybody is
 */
export function limitConnections(server: Server, isBehindProxy: boolean): void {
  if (isBehindProxy) return;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    const count = (open.get(peer) ?? 0) + 1;
    open.set(peer, count);
    socket.once('close', () => {
      const left = (open.get(peer) ?? 1) - 1;
      if (left > 0) open.set(peer, left);
      else open.delete(peer);
    });
    if (count > PER_PEER) socket.destroy();
  });
}
