/**
 * Runs in a thread of its own: takes one submission after the other from its bytes to its rank. Inflating, parsing and
 * computing scores again from raw samples take their time, and others are served meanwhile.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createExaminer } from '../examine.ts';
import { createRegistry } from '../registry.ts';
import { isDatabaseUrl } from '../store/postgres/database-url.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { inflate } from './inflate.ts';
import { parseJson } from './parse-json.ts';
import {
  type CheckerInput,
  type CheckerNews,
  type CheckerOrder,
  type SubmissionJob,
  toFailure,
} from './threads/messages.ts';
import { threadedStore } from './threads/threaded-store.ts';
import { WriterLink } from './threads/writer-link.ts';

const parent = parentPort;
if (!parent) throw new Error('this file runs as a worker thread');
const input: CheckerInput = workerData;
/** One submission is checked at a time. */
const CONNECTIONS = 2;
const tell = (news: CheckerNews) => parent.postMessage(news);

/** The writes go to the thread that writes to the file; a database takes them from here as well. */
async function openStore() {
  const link = new WriterLink();
  if (isDatabaseUrl(input.database)) {
    const { openPostgresStore } = await import('../store/postgres-store.ts');
    return { link, store: await openPostgresStore(input.database, { connections: CONNECTIONS }) };
  }
  return { link, store: threadedStore(openSqliteStore(input.database, { readOnly: true }), link) };
}

async function open() {
  const { link, store } = await openStore();
  const registry = createRegistry({
    store,
    examine: await createExaminer(input.root),
    clock: Date.now,
    place: input.place,
  });
  return { link, store, registry };
}

async function submit({ registry }: Awaited<ReturnType<typeof open>>, job: SubmissionJob) {
  const bytes = job.is_gzip ? inflate(job.bytes, input.limit_bytes) : job.bytes;
  const document = parseJson(bytes);
  return registry.submit(document, job.key, job.token);
}

/** In a function: with an `await` of its top level, the bundler would give every import at run time a file of its own. */
const start = async () => {
  try {
    const opened = await open();
    parent.on('message', (order: CheckerOrder) => {
      if (order.kind === 'connect') return opened.link.connect(order.port);
      const { id } = order.job;
      submit(opened, order.job).then(
        (answer) => tell({ kind: 'answer', id, answer }),
        (cause: unknown) => tell({ kind: 'failure', id, failure: toFailure(cause) }),
      );
    });
    tell({ kind: 'ready' });
  } catch (cause) {
    tell({ kind: 'refused', failure: toFailure(cause) });
    parent.close();
  }
};

void start();
