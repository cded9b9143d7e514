import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { failBefore, failMiddle, faultPicker, reply, wait } from './faults.ts';
import { ollamaChat, ollamaGenerate } from './ollama-wire.ts';
import { openaiWire } from './openai-wire.ts';
import { type LlmRecord, type LlmServerOptions, type LlmServerReport, withDefaults } from './options.ts';
import { type Script, writeScript } from './script.ts';
import { documentOf } from './server-documents.ts';
import { openSlots } from './slots.ts';
import { fieldsOf, number, type Wire } from './wire.ts';

export interface LlmServer {
  /** Base URL, such as `http://127.0.0.1:40123`. */
  url: string;
  report: () => LlmServerReport;
  /** Bodies of the requests for an answer, parsed, in order of arrival. */
  bodies: () => Record<string, unknown>[];
  /** Closes it with all its connections. */
  close: () => Promise<void>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * A model server on 127.0.0.1 that speaks the wires of Ollama and of OpenAI as the real ones do, faults included. It
 * answers with what it was told to and takes the time that it was told to; it holds what it has seen.
 */
export async function startLlmServer(options: LlmServerOptions = {}): Promise<LlmServer> {
  const settings = withDefaults(options);
  const slots = openSlots(settings.slots, settings.max_queue);
  const pickFault = faultPicker(settings);
  const sockets = new Set<Socket>();
  const bodies: Record<string, unknown>[] = [];
  const seen: LlmServerReport = {
    records: [],
    requests: 0,
    connections: 0,
    most_connections: 0,
    most_under_way: 0,
    contexts: [],
  };
  let underWay = 0;
  /** As Ollama does: a model that is loaded with another context is loaded anew. */
  const load = (body: Record<string, unknown>) => {
    const context = number(fieldsOf(body.options).num_ctx);
    if (seen.contexts.length === 0 || seen.contexts.at(-1) !== context) seen.contexts.push(context);
    return Math.min(context ?? Number.POSITIVE_INFINITY, settings.longest_context);
  };

  const answer = async (
    wire: Wire,
    body: Record<string, unknown>,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const arrived = performance.now();
    const asked = wire.asked(body);
    const fault = pickFault(seen.records.length, asked);
    const authorization = request.headers.authorization ?? null;
    const path = request.url ?? '';
    const record: LlmRecord = { ...asked, path, fault, latency_ms: null, queue_ms: 0, authorization };
    seen.records.push(record);
    bodies.push(body);
    const refusal = settings.refuses.find((name) => name in body);
    if (refusal) {
      const instead = refusal === 'max_tokens' ? " Use 'max_completion_tokens' instead." : '';
      const message = `Unsupported parameter: '${refusal}' is not supported with this model.${instead}`;
      return reply(response, 400, JSON_TYPE, wire.error(400, message));
    }
    if (!settings.models.includes(asked.model) && !settings.models.includes(`${asked.model}:latest`)) {
      return reply(response, 404, JSON_TYPE, wire.error(404, `model '${asked.model}' not found`));
    }
    const context = load(body);
    const script = writeScript(asked, settings);
    if (script.input_tokens > context) {
      if (body.truncate === false && settings.refuses_long_prompts)
        return reply(
          response,
          400,
          JSON_TYPE,
          wire.error(400, 'the input length exceeds the context length'),
        );
      script.input_tokens = context;
    }
    const slot = slots.take();
    if (slot === null) return void failBefore('status_503', response, { wire, asked, settings });
    underWay += 1;
    seen.most_under_way = Math.max(seen.most_under_way, underWay);
    const giveBack = await slot;
    response.once('close', () => {
      underWay -= 1;
      giveBack();
    });
    record.queue_ms = performance.now() - arrived;
    if (failBefore(fault, response, { wire, asked, settings })) return;
    const ended = await stream(script, wire, response, {
      arrived,
      failsAt: (at) => (at === 1 ? failMiddle(fault, response, { wire, settings }) : Promise.resolve(false)),
    });
    if (ended) record.latency_ms = performance.now() - arrived;
  };

  const server = createServer({ keepAliveTimeout: settings.keep_alive_ms }, (request, response) => {
    seen.requests += 1;
    readBody(request, (body) => {
      const { authorization } = request.headers;
      const path = request.url ?? '';
      if (settings.key !== null && authorization !== `Bearer ${settings.key}`) {
        const message = `Incorrect API key provided: ${authorization?.slice(7) ?? 'none'}.`;
        return reply(response, 401, JSON_TYPE, openaiWire(body, settings).error(401, message));
      }
      const wire = wireOf(path, body, settings);
      const isLoading = path.startsWith('/api/') && !body.prompt && !body.messages;
      if (wire && request.method === 'POST' && !isLoading) return void answer(wire, body, request, response);
      const [status, type, document] = documentOf(path, body, settings);
      if (isLoading && path === '/api/generate' && status === 200) load(body);
      reply(response, status, type, document);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    seen.connections += 1;
    seen.most_connections = Math.max(seen.most_connections, sockets.size);
    socket.once('close', () => sockets.delete(socket));
    // Clients that go away in the middle are what this is for.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    report: () => structuredClone(seen),
    bodies: () => structuredClone(bodies),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function wireOf(path: string, body: Record<string, unknown>, settings: ReturnType<typeof withDefaults>) {
  if (path === '/api/chat') return ollamaChat;
  if (path === '/api/generate') return ollamaGenerate;
  return path === '/v1/chat/completions' ? openaiWire(body, settings) : null;
}

function readBody(request: IncomingMessage, onBody: (body: Record<string, unknown>) => void): void {
  const parts: Buffer[] = [];
  request.on('data', (bytes: Buffer) => parts.push(bytes));
  request.on('error', () => undefined);
  request.on('end', () => {
    const text = Buffer.concat(parts).toString();
    onBody(text === '' ? {} : fieldsOf(JSON.parse(text)));
  });
}

/** Sends an answer piece by piece over its time. @returns whether it was sent to its end */
async function stream(
  script: Script,
  wire: Wire,
  response: ServerResponse,
  { arrived, failsAt }: { arrived: number; failsAt: (at: number) => Promise<boolean> },
): Promise<boolean> {
  const began = performance.now();
  const { pieces, delay_ms } = script;
  // The time is that of the whole answer, however long each wait turns out.
  const until = async (share: number) => {
    const left = began + delay_ms * share - performance.now();
    if (left >= 1) await wait(left);
  };
  for (let at = 0; at < pieces.length; at++) {
    await until((at + 1) / (pieces.length + 1));
    if (at === 0) response.writeHead(200, { 'content-type': wire.content_type });
    if (response.destroyed || (await failsAt(at))) return false;
    response.write(wire.piece(script, at));
  }
  await until(1);
  if (response.destroyed) return false;
  if (pieces.length === 0) response.writeHead(200, { 'content-type': wire.content_type });
  const now = performance.now();
  const times = { total_ms: now - arrived, load_ms: began - arrived, answer_ms: now - began };
  response.end(wire.end(script, times));
  return true;
}
