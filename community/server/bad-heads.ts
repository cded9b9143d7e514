import type { Socket } from 'node:net';
import { TitoError } from '../../src/errors.ts';
import { refusalOf } from './error-answer.ts';
import { HEADERS } from './headers.ts';

/** Status and what is wrong, by the codes of Node's HTTP parser. */
const PROBLEMS: Readonly<Record<string, { status: string; problem: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', problem: 'the request took too long to arrive' },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    problem: 'the headers are too large',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: '413 Payload Too Large', problem: 'its chunks are not plain' },
};
const OTHER = { status: '400 Bad Request', problem: 'this is not HTTP' };

/** Answers what never became a request: no HTTP, too large a head, or one that came too slowly. */
export function answerBadHead(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, problem } = PROBLEMS[error.code ?? ''] ?? OTHER;
  const { body } = refusalOf(new TitoError('bad_request', { problem }), 0);
  const text = JSON.stringify(body);
  const headers = {
    ...HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': `${Buffer.byteLength(text)}`,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${text}`, () => socket.destroy());
}
