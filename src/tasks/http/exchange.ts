import {
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type RequestOptions,
} from 'node:http';
import type { Socket } from 'node:net';
import { ProviderFailure } from '../../task-contracts.ts';
import type { AnswerHead, BodyReader } from './body-reader.ts';
import { codeOf, failureOfError } from './failures.ts';
import type { SlotAgent } from './slot-agent.ts';

const LONGEST_ANSWER_BYTES = 64 * 2 ** 20;
/** A server that has said its last word ends the body within this time, or it never does. */
const TAIL_MS = 250;

/** One request, ready to be sent any number of times. */
export interface ExchangeInput {
  /** Host, port, path, method and head. */
  options: RequestOptions;
  body: string | null;
  /** What reads the answer, chosen by its head; may throw a ProviderFailure. */
  reader: (head: AnswerHead) => BodyReader;
  onConnected: () => void;
  signal: AbortSignal;
  /** Where the server is, for messages. */
  place: string;
}

/** What the requests of an endpoint have in common. */
export interface ExchangeState {
  sockets: SlotAgent;
  isClosed: boolean;
  /** Whether the server ends its bodies; one that was found not to is not waited for again. */
  endsBodies: boolean;
}

/**
 * Sends a request and reads its answer to the end, or to the last word where the body goes on after it.
 *
 * A connection that had lain idle may have been closed by the server while the request was on its way (RFC 9112,
 * 9.3.1). Such a request is sent again at once, on a fresh connection and once only, where no byte of an answer has come.
 * That is no attempt of its own. A connection that was in use a moment ago is no such case: its loss is a failure.
 *
 * @throws ProviderFailure classed as in `failures.ts`, or the signal's own reason; the connection is closed then
 */
export async function exchange(state: ExchangeState, input: ExchangeInput): Promise<void> {
  if ((await exchangeOnce(state, input, true)) === 'read') return;
  state.sockets.dropIdle();
  await exchangeOnce(state, input, false);
}

/** @returns `lost` where the connection had been closed before the request arrived, and it may be sent again */
function exchangeOnce(
  state: ExchangeState,
  input: ExchangeInput,
  isFirst: boolean,
): Promise<'read' | 'lost'> {
  const { signal, place } = input;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const request = start(state, input);
    let socket: Socket | null = null;
    let [before_bytes, isSettled] = [0, false];

    const settle = () => {
      isSettled = true;
      signal.removeEventListener('abort', stop);
    };
    const fail = (cause: unknown) => {
      if (isSettled) return;
      settle();
      request.destroy();
      reject(cause);
    };
    const stop = () => fail(signal.reason);
    const lose = (cause: Error) => fail(state.isClosed ? closedFailure() : failureOfError(cause, place));
    const finish = (answer: IncomingMessage) => {
      if (isSettled) return;
      settle();
      if (!answer.complete) awaitTail(state, request, answer);
      resolve('read');
    };

    signal.addEventListener('abort', stop, { once: true });
    request.on('socket', (given) => {
      socket = given;
      before_bytes = given.bytesRead;
      // The engine hears of it once, though the request may be sent twice.
      if (!isFirst) return;
      whenConnected(given, () => {
        if (!isSettled) input.onConnected();
      });
    });
    request.on('error', (cause) => {
      const isCut = ['ECONNRESET', 'EPIPE'].includes(codeOf(cause)) && socket?.bytesRead === before_bytes;
      if (!isFirst || isSettled || state.isClosed || !isCut || !state.sockets.isRested(request)) {
        lose(cause);
        return;
      }
      settle();
      resolve('lost');
    });
    request.on('response', (answer) => {
      answer.on('error', lose);
      if (isSettled) return;
      try {
        const reader = input.reader({ status: answer.statusCode ?? 0, headers: answer.headers });
        read(answer, reader, { isSettled: () => isSettled, fail, finish: () => finish(answer) });
      } catch (cause) {
        fail(cause);
      }
    });
    request.end(input.body ?? undefined);
  });
}

function start({ sockets }: ExchangeState, { options }: ExchangeInput): ClientRequest {
  const given = { ...options, agent: sockets.agent };
  return options.protocol === 'https:'
    ? process.getBuiltinModule('node:https').request(given)
    : openRequest(given);
}

/** A new connection stands after its handshake, a kept one already does. */
function whenConnected(socket: Socket, onConnected: () => void): void {
  if ('secureConnecting' in socket && socket.secureConnecting) socket.once('secureConnect', onConnected);
  else if (socket.connecting) socket.once('connect', onConnected);
  else onConnected();
}

/** Nothing is asked of a closed endpoint any more. */
export const closedFailure = () => new ProviderFailure('internal', 'the endpoint was closed');

interface Ends {
  isSettled: () => boolean;
  fail: (cause: unknown) => void;
  finish: () => void;
}

function read(answer: IncomingMessage, reader: BodyReader, { isSettled, fail, finish }: Ends): void {
  let length = 0;
  answer.on('data', (bytes: Buffer) => {
    if (isSettled()) return;
    length += bytes.length;
    try {
      if (length > LONGEST_ANSWER_BYTES)
        throw new ProviderFailure('parse', 'the answer is longer than 64 MiB');
      if (reader.write(bytes)) finish();
    } catch (cause) {
      fail(cause);
    }
  });
  answer.on('end', () => {
    if (isSettled()) return;
    try {
      reader.end();
      finish();
    } catch (cause) {
      fail(cause);
    }
  });
}

/** The answer is complete, the end of its body is still to come: mostly within microseconds, and then the socket is free. */
function awaitTail(state: ExchangeState, request: ClientRequest, answer: IncomingMessage): void {
  if (!state.endsBodies) return void request.destroy();
  const giveUp = () => {
    if (answer.complete) return;
    state.endsBodies = false;
    request.destroy();
  };
  // After a busy moment the timer would be heard before what has arrived meanwhile: that comes first.
  const timer = setTimeout(() => setImmediate(giveUp), TAIL_MS);
  timer.unref();
  answer.once('close', () => clearTimeout(timer));
}
