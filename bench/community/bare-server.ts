/**
 * The least that a server can do that keeps what it is sent: node:http and SQLite with the registry's settings. The body
 * of a request becomes a row of one table; nothing is read, checked or counted. What comes while a transaction is under
 * way goes into the next.
 */
import { createServer, type ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const file = process.argv[2];
if (file === undefined) throw new Error('the file has no name');
const database = new DatabaseSync(file);
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
  PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536;
  CREATE TABLE entry (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
`);
const insert = database.prepare('INSERT INTO entry (bytes) VALUES (?)');
let waiting: { bytes: Buffer; response: ServerResponse }[] = [];

function commit() {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN IMMEDIATE');
  for (const { bytes } of batch) insert.run(bytes);
  database.exec('COMMIT');
  for (const { response } of batch) answer(response);
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
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ bytes: Buffer.concat(chunks), response });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`served at http://127.0.0.1:${port}\n`);
});
