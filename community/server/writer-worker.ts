/** Runs in a thread of its own: the one that writes to the registry's file, many writes with one flush of the disk. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Write } from '../store.ts';
import { commitTogether } from './threads/group-commit.ts';
import {
  type OutcomeMessage,
  toFailure,
  type WriteMessage,
  type WriterInput,
  type WriterNews,
  type WriterOrder,
} from './threads/messages.ts';

interface Queued {
  port: MessagePort;
  id: number;
  write: Write;
}

/** Bounds the time of one transaction, and so how long the first of its writes waits. */
const MOST_AT_ONCE = 512;
/** How long another process (a command that opened the same file) may hold the file. */
const BUSY_MS = 5000;

const parent = parentPort;
if (!parent) throw new Error('this file runs as a worker thread');
const tell = (news: WriterNews) => parent.postMessage(news);

function open({ file }: WriterInput) {
  try {
    return openSqliteStore(file, { busy_ms: BUSY_MS });
  } catch (cause) {
    tell({ kind: 'refused', failure: toFailure(cause) });
    return null;
  }
}
const store = open(workerData);

const ports = new Set<MessagePort>();
let queue: Queued[] = [];
let isScheduled = false;

function take(port: MessagePort, { writes }: WriteMessage) {
  for (const { id, write } of writes) queue.push({ port, id, write });
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(run);
}

/** Everything that came while the transaction before was under way goes into the next. */
function run() {
  isScheduled = false;
  for (const port of ports) {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
      for (const { id, write } of (next.message as WriteMessage).writes) queue.push({ port, id, write });
    }
  }
  const batch = queue.slice(0, MOST_AT_ONCE);
  queue = queue.slice(MOST_AT_ONCE);
  if (batch.length > 0) commit(batch);
  if (queue.length > 0 && !isScheduled) {
    isScheduled = true;
    setImmediate(run);
  }
}

function commit(batch: readonly Queued[]) {
  if (!store) return;
  const start = performance.now();
  const applied = commitTogether(
    batch.map(({ write }) => write),
    (writes) => store.applyBatch(writes),
    (reason) => tell({ kind: 'storage', message: reason }),
  );
  const answers = new Map<MessagePort, OutcomeMessage['outcomes'][number][]>();
  batch.forEach(({ port, id }, i) => {
    const result = applied[i];
    if (!result) throw new Error('the store answered fewer writes than it was given');
    const mine = answers.get(port) ?? [];
    answers.set(port, mine);
    mine.push({ id, ...result });
  });
  for (const [port, outcomes] of answers) port.postMessage({ outcomes } satisfies OutcomeMessage);
  tell({ kind: 'committed', size: batch.length, seconds: (performance.now() - start) / 1000 });
}

async function close() {
  do run();
  while (queue.length > 0);
  await store?.close();
  for (const port of ports) port.close();
  tell({ kind: 'closed' });
  parent?.close();
}

if (store) {
  parent.on('message', (order: WriterOrder) => {
    switch (order.kind) {
      case 'connect': {
        const { port } = order;
        ports.add(port);
        port.on('message', (message: WriteMessage) => take(port, message));
        port.on('close', () => ports.delete(port));
        return;
      }
      case 'ping':
        return tell({ kind: 'pong', id: order.id });
      case 'close':
        // Messages on other ports that were sent before this one may arrive after it.
        return void setImmediate(() => void close());
    }
  });
  tell({ kind: 'ready' });
}
