import { Agent, type AgentOptions, type ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * An idle connection is closed after this time: servers close theirs after 5 s (Node, uvicorn) or more, and a request
 * that meets such a close on its way is lost.
 */
const IDLE_MS = 4000;

/** Sockets of one endpoint: as many as slots, kept alive, counted. */
export interface SlotAgent {
  agent: Agent;
  /** Connections opened so far. */
  opened: () => number;
  /** Whether the request got a connection that had lain idle for at least `rest_ms`. */
  isRested: (request: ClientRequest) => boolean;
  /** Closes idle connections: what has become of one has probably become of all. */
  dropIdle: () => void;
  /** Closes all connections, those in use as well, and ends requests that wait for one. */
  close: () => void;
}

/** @param rest_ms from when on an idle connection may have been closed by the server for being idle */
export function openSlotAgent(is_secure: boolean, slots: number, rest_ms: number): SlotAgent {
  const options: AgentOptions = {
    keepAlive: true,
    maxSockets: slots,
    maxFreeSockets: slots,
    timeout: IDLE_MS,
    // The socket used last: the others may close for being idle, and the fewest are kept open.
    scheduling: 'lifo',
  };
  // Most model servers are local ones: TLS is loaded for those that are not.
  const agent = is_secure ? new (process.getBuiltinModule('node:https').Agent)(options) : new Agent(options);
  const idleSince = new WeakMap<object, number>();
  const rested = new WeakSet<ClientRequest>();
  let opened = 0;

  const [connect, keep, reuse] = [agent.createConnection, agent.keepSocketAlive, agent.reuseSocket];
  agent.createConnection = (...given) => {
    opened += 1;
    return connect.apply(agent, given);
  };
  agent.keepSocketAlive = (socket) => {
    idleSince.set(socket, performance.now());
    // Returns whether the socket may be kept, though its type says nothing.
    return keep.call(agent, socket);
  };
  agent.reuseSocket = (socket, request) => {
    const since = idleSince.get(socket) ?? Number.POSITIVE_INFINITY;
    if (performance.now() - since >= rest_ms) rested.add(request);
    reuse.call(agent, socket, request);
  };

  return {
    agent,
    opened: () => opened,
    isRested: (request) => rested.has(request),
    dropIdle: () => {
      for (const socket of Object.values(agent.freeSockets).flat() as Socket[]) socket.destroy();
    },
    close: () => {
      // Otherwise a waiting request would open the next connection as soon as one is closed. No list of requests of
      // our own: a long-lived set would keep the past ones in memory for several collections.
      for (const request of Object.values(agent.requests).flat()) request?.destroy();
      agent.destroy();
    },
  };
}
