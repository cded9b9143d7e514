import { extname, join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { fromFailure, type WriterInput, type WriterNews, type WriterOrder } from './messages.ts';

export interface WriterThreadOptions {
  file: string;
  /** Folder that holds `community`. */
  root: string;
  onCommit: (size: number, seconds: number) => void;
  /** The file can't be written. */
  onStorage: (message: string) => void;
  /** The thread ended without being asked to. */
  onEnd: (cause: string, isRestarted: boolean) => void;
}

/** A thread that ends twice within this time has a reason that starting it again doesn't mend. */
const ONCE_WITHIN_MS = 600_000;
const PING_LIMIT_MS = 1000;

/** The thread that writes, as the thread that serves sees it. Where it ends by itself it is started again, once. */
export class WriterThread {
  readonly #options: WriterThreadOptions;
  readonly #clients = new Set<(port: MessagePort) => void>();
  readonly #pings = new Map<number, () => void>();
  #worker: Worker | null = null;
  #nextPing = 0;
  #restarted_at = Number.NEGATIVE_INFINITY;
  #isClosing = false;

  constructor(options: WriterThreadOptions) {
    this.#options = options;
  }

  /** @throws TitoError what opening the file says */
  async start(): Promise<void> {
    const { file, root } = this.#options;
    const workerData: WriterInput = { file };
    const worker = new Worker(join(root, 'community/server', `writer-worker${extname(import.meta.url)}`), {
      workerData,
      name: 'tito writer',
      // What the thread leaves open would be closed with it, and with that the file's locks of this process be gone.
      trackUnmanagedFds: false,
    });
    await new Promise<void>((resolve, reject) => {
      let cause = 'it ended';
      let isReady = false;
      worker.on('message', (news: WriterNews) => {
        if (news.kind === 'ready') {
          isReady = true;
          resolve();
        } else if (news.kind === 'refused') reject(fromFailure(news.failure));
        else this.#hear(news);
      });
      worker.on('error', (error) => {
        cause = error instanceof Error ? error.message : String(error);
        reject(error);
      });
      worker.on('exit', () => {
        reject(new Error(cause));
        if (isReady) this.#ended(worker, cause);
      });
    });
    this.#worker = worker;
    for (const client of this.#clients) this.#connect(client);
  }

  /**
   * Gives a client a line to the writer, and another one each time it is started anew.
   * @returns what ends that
   */
  serve(client: (port: MessagePort) => void): () => void {
    this.#clients.add(client);
    this.#connect(client);
    return () => this.#clients.delete(client);
  }

  /** Whether the writer answers: not while it hangs in a transaction, nor once it has ended. */
  async isAlive(): Promise<boolean> {
    const worker = this.#worker;
    if (!worker) return false;
    const id = this.#nextPing++;
    let timer: NodeJS.Timeout | undefined;
    const answered = await Promise.race([
      new Promise<boolean>((resolve) => {
        this.#pings.set(id, () => resolve(true));
        worker.postMessage({ kind: 'ping', id } satisfies WriterOrder);
      }),
      new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), PING_LIMIT_MS);
      }),
    ]);
    clearTimeout(timer);
    this.#pings.delete(id);
    return answered;
  }

  /** Writes what is still to be written, closes the file and ends. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const worker = this.#worker;
    if (!worker) return;
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage({ kind: 'close' } satisfies WriterOrder);
    });
  }

  #connect(client: (port: MessagePort) => void) {
    const worker = this.#worker;
    if (!worker) return;
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ kind: 'connect', port: port2 } satisfies WriterOrder, [port2]);
    client(port1);
  }

  #hear(news: WriterNews) {
    if (news.kind === 'committed') this.#options.onCommit(news.size, news.seconds);
    else if (news.kind === 'storage') this.#options.onStorage(news.message);
    else if (news.kind === 'pong') this.#pings.get(news.id)?.();
  }

  #ended(worker: Worker, cause: string) {
    if (this.#worker === worker) this.#worker = null;
    if (this.#isClosing) return;
    const now = performance.now();
    const isRestarted = now - this.#restarted_at > ONCE_WITHIN_MS;
    this.#options.onEnd(cause, isRestarted);
    if (!isRestarted) return;
    this.#restarted_at = now;
    this.start().catch((error: unknown) =>
      this.#options.onEnd(error instanceof Error ? error.message : String(error), false),
    );
  }
}
