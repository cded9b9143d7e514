/**
 * A process of its own that does the least with a join: bare node:http, one row, one flush of the disk for all that came
 * meanwhile. What the server does beside it is seen by its rate.
 */
import { createServer, type ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const [file = ''] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec('CREATE TABLE member (id TEXT PRIMARY KEY, token TEXT, body TEXT)');
const insert = database.prepare('INSERT INTO member VALUES (?, ?, ?)');

interface Join {
  row: [id: string, token: string, body: string];
  response: ServerResponse;
}
let queue: Join[] = [];

function commit() {
  const batch = queue;
  queue = [];
  database.exec('BEGIN');
  for (const { row } of batch) insert.run(...row);
  database.exec('COMMIT');
  for (const { response } of batch) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 });
    response.end('{"ok":true}');
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const { anonymous_id }: { anonymous_id: string } = JSON.parse(body);
    if (queue.length === 0) setImmediate(commit);
    queue.push({ row: [anonymous_id, request.headers.authorization ?? '', body], response });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : address}\n`);
});
