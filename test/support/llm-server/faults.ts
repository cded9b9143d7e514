import type { ServerResponse } from 'node:http';
import { type Random, seededRandom } from '../../../src/analysis/random.ts';
import { type Asked, FAULTS, type Fault, type LlmServerSettings } from './options.ts';
import type { Wire } from './wire.ts';

/** Decides for each request for an answer what goes wrong with it, in order of arrival. */
export function faultPicker(settings: LlmServerSettings): (index: number, asked: Asked) => Fault | null {
  const random: Random = seededRandom(settings.seed);
  return (index, asked) => {
    const drawn = random.next();
    if (settings.fault) return settings.fault(index, asked);
    let sum = 0;
    for (const fault of FAULTS) {
      sum += settings.faults[fault] ?? 0;
      if (drawn < sum) return fault;
    }
    return null;
  };
}

/** Waits, and lets the test end meanwhile. */
export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

export const reply = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  head = {},
): void => {
  response.writeHead(status, { 'content-type': type, ...head }).end(body);
};

/** Faults that come in place of an answer. @returns whether this was one */
export function failBefore(
  fault: Fault | null,
  response: ServerResponse,
  { wire, asked, settings }: { wire: Wire; asked: Asked; settings: LlmServerSettings },
): boolean {
  const patience = settings.retry_after === null ? {} : { 'retry-after': settings.retry_after };
  const error = (status: number, message: string, head = {}) =>
    reply(response, status, 'application/json; charset=utf-8', wire.error(status, message), head);
  switch (fault) {
    case 'status_500':
      error(500, 'llama runner process has terminated: signal: killed');
      return true;
    case 'status_503':
      error(503, 'server busy, please try again.  maximum pending requests exceeded', patience);
      return true;
    case 'status_429':
      error(429, 'rate limit reached', patience);
      return true;
    case 'model_404':
      error(404, `model '${asked.model}' not found`);
      return true;
    case 'html':
      reply(response, 200, 'text/html', '<!DOCTYPE html><html><head><title>Sign in</title></head></html>');
      return true;
    case 'drop_before':
      response.socket?.destroy();
      return true;
    case 'stall_before':
      void wait(settings.stall_ms).then(() => response.socket?.destroy());
      return true;
    case 'slow_headers':
      void trickle(response, settings.stall_ms);
      return true;
    default:
      return false;
  }
}

/** A head that comes byte by byte and never ends. */
async function trickle(response: ServerResponse, lasts_ms: number): Promise<void> {
  const { socket } = response;
  const until = performance.now() + lasts_ms;
  socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
  while (socket && !socket.destroyed && performance.now() < until) {
    socket.write('.');
    await wait(20);
  }
  socket?.destroy();
}

/** Faults in the middle of an answer, after its first piece. @returns whether this was one */
export async function failMiddle(
  fault: Fault | null,
  response: ServerResponse,
  { wire, settings }: { wire: Wire; settings: LlmServerSettings },
): Promise<boolean> {
  switch (fault) {
    case 'malformed_line':
      response.end(
        wire.content_type.includes('ndjson') ? '{"model":"x","mess\n' : 'data: {"id":"x","cho\n\n',
      );
      return true;
    case 'error_line':
      response.end(wire.errorLine('an error was encountered while running the model: unexpected EOF'));
      return true;
    case 'truncated':
      response.end();
      return true;
    case 'drop_middle':
      response.socket?.destroy();
      return true;
    case 'stall_middle':
      await wait(settings.stall_ms);
      response.socket?.destroy();
      return true;
    default:
      return false;
  }
}
