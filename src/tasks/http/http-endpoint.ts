import { ProviderFailure } from '../../task-contracts.ts';
import type { AnswerHead, BodyReader } from './body-reader.ts';
import { type EndpointUrl, readEndpointUrl } from './endpoint-url.ts';
import { closedFailure, type ExchangeState, exchange } from './exchange.ts';
import { failureOfHead, failureOfPage, failureOfStatus, isPage } from './failures.ts';
import { parseJson } from './parse-json.ts';
import { redactorOf } from './redact.ts';
import { openSlotAgent } from './slot-agent.ts';
import { bodyText } from './whole-body.ts';

/** From when on an idle connection may have been closed by the server for being idle. */
const REST_MS = 1000;
const LONGEST_ERROR_BYTES = 64 * 2 ** 10;
const LONGEST_DOCUMENT_BYTES = 16 * 2 ** 20;

export interface HttpEndpointOptions {
  /** Base URL; null is refused when something is asked. */
  endpoint: string | null;
  slots: number;
  /** Sent as bearer token; taken out of everything that the server says. */
  key: string | null;
  /** First part of the API's own paths, in case that the base URL has it already. */
  tail: string;
  rest_ms?: number;
}

export interface HttpRequest {
  /** Below the base URL. */
  path: string;
  /** Sent as JSON by POST; a GET without. */
  body?: unknown;
  accept: string;
  onConnected?: () => void;
  signal: AbortSignal;
}

/** A model server: its address, its sockets, and how its answers are read. */
export interface HttpEndpoint {
  /**
   * Reads an answer with status 200 as it comes.
   * @throws ProviderFailure as in `failures.ts`; the signal's reason when it is aborted
   */
  stream: (request: HttpRequest, reader: (head: AnswerHead) => BodyReader) => Promise<void>;
  /** An answer with status 200 as one JSON document. */
  fetchJson: (request: Omit<HttpRequest, 'accept'>) => Promise<unknown>;
  /** Takes the key out of a text. */
  redact: (text: string) => string;
  connections: () => number;
  close: () => void;
}

/** Opens no connection yet. What is wrong with address or key is thrown by what is asked first. */
export function openHttpEndpoint(options: HttpEndpointOptions): HttpEndpoint {
  const { slots, rest_ms = REST_MS } = options;
  const key = options.key?.trim() || null;
  const redact = redactorOf(key);
  let url: EndpointUrl | ProviderFailure;
  try {
    url = readAddress(options, key);
  } catch (cause) {
    if (!(cause instanceof ProviderFailure)) throw cause;
    url = cause;
  }
  const isSecure = !(url instanceof ProviderFailure) && url.is_secure;
  const sockets = openSlotAgent(isSecure, slots, rest_ms);
  const state: ExchangeState = { sockets, isClosed: false, endsBodies: true };

  const send = async (request: HttpRequest, reader: (head: AnswerHead) => BodyReader) => {
    if (url instanceof ProviderFailure) throw url;
    if (state.isClosed) throw closedFailure();
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    await exchange(state, {
      options: {
        protocol: url.is_secure ? 'https:' : 'http:',
        host: url.host,
        port: url.port,
        path: `${url.prefix}${request.path}`,
        method: body === null ? 'GET' : 'POST',
        headers: {
          accept: request.accept,
          'user-agent': 'tito',
          'accept-encoding': 'identity',
          ...(body === null
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        },
      },
      body,
      place: url.text,
      onConnected: request.onConnected ?? (() => undefined),
      signal: request.signal,
      reader: (head) => {
        const failure = failureOfHead(head);
        if (failure) throw failure;
        if (head.status === 200 && !isPage(head)) return reader(head);
        return bodyText(LONGEST_ERROR_BYTES, (text) => {
          if (head.status === 200) throw failureOfPage(redact(text));
          throw failureOfStatus(redactHead(head, redact), redact(text), Date.now());
        });
      },
    });
  };

  return {
    redact,
    stream: (request, reader) => send(request, reader),
    fetchJson: async (request) => {
      let value: unknown;
      await send({ ...request, accept: 'application/json' }, () =>
        bodyText(LONGEST_DOCUMENT_BYTES, (text) => {
          value = parseJson(redact(text));
        }),
      );
      return value;
    },
    connections: sockets.opened,
    close: () => {
      state.isClosed = true;
      sockets.close();
    },
  };
}

function readAddress({ endpoint, tail }: HttpEndpointOptions, key: string | null): EndpointUrl {
  const refuse = (message: string) => new ProviderFailure('config', message, { is_retryable: false });
  if (endpoint === null)
    throw refuse('The address of the model server is missing: give it with --endpoint URL');
  // What node:http says of such a key would not name it either, but would look like a bug.
  if (key !== null && !/^[\x21-\x7e]+$/.test(key))
    throw refuse('The key has characters that no key can have');
  return readEndpointUrl(endpoint, tail);
}

const redactHead = ({ status, headers }: AnswerHead, redact: (text: string) => string): AnswerHead => ({
  status,
  headers: headers.location === undefined ? headers : { ...headers, location: redact(headers.location) },
});
