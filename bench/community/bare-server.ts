/**
 * The least that a server can do that keeps what it is sent: node:http in one thread, and what comes while a transaction
 * is under way goes into the next. Nothing is checked, limited, logged or ranked.
 */
import { createServer, type ServerResponse } from 'node:http';
import { keeperOf } from './bare-keepers.ts';

const [kind, place] = process.argv.slice(2);
if (place === undefined) throw new Error('a kind of keeper and a place are expected');
const keep = await keeperOf(kind, place);
let waiting: { bytes: Buffer; response: ServerResponse }[] = [];
let isCommitting = false;

async function commit() {
  isCommitting = true;
  while (waiting.length > 0) {
    const batch = waiting;
    waiting = [];
    await keep(batch.map(({ bytes }) => bytes));
    for (const { response } of batch) answer(response);
  }
  isCommitting = false;
}

function answer(response: ServerResponse) {
  const text = '{"ok":true}';
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return answer(response);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (waiting.length === 0 && !isCommitting) setImmediate(commit);
    waiting.push({ bytes: Buffer.concat(chunks), response });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`served at http://127.0.0.1:${port}\n`);
});
