import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { TitoError } from '../../../src/errors.ts';
import type { SubmitAnswer } from '../../../src/schema/community/submission.ts';
import {
  type CheckerInput,
  type CheckerNews,
  type CheckerOrder,
  fromFailure,
  type SubmissionJob,
} from './messages.ts';
import type { WriterThread } from './writer-thread.ts';

export interface CheckerThreadOptions extends CheckerInput {
  /** Null where the thread writes by itself. */
  writer: Pick<WriterThread, 'serve'> | null;
  /** Submissions that may wait, and their bytes in sum, before more are turned away. */
  most_waiting: number;
  most_waiting_bytes: number;
  /** Longest time that one submission may take. */
  limit_ms: number;
  onEnd: (cause: string) => void;
}

interface Waiting {
  job: SubmissionJob;
  resolve: (answer: SubmitAnswer) => void;
  reject: (cause: Error) => void;
}

/** Old generation of the thread's heap; a saved run of 8 MB takes a small part of it. */
const LARGEST_HEAP_MB = 512;
const RETRY_S = 5;

/**
 * The thread that checks submissions, as the thread that serves sees it. One is checked after the other, so that one
 * that takes too long, or too much memory, ends alone: the thread is started again for the next.
 */
export class CheckerThread {
  readonly #options: CheckerThreadOptions;
  #worker: Promise<Worker> | null = null;
  #queue: Waiting[] = [];
  #bytes = 0;
  #current: { waiting: Waiting; timer: NodeJS.Timeout } | null = null;
  #nextId = 0;
  #isClosing = false;

  constructor(options: CheckerThreadOptions) {
    this.#options = options;
  }

  /** Submissions that are checked or wait for it. */
  get length(): number {
    return this.#queue.length + (this.#current ? 1 : 0);
  }

  /**
   * @throws TitoError what the registry says; `busy` where too many wait, `run_refused` where checking finds no end
   */
  submit(job: Omit<SubmissionJob, 'id'>): Promise<SubmitAnswer> {
    const { most_waiting, most_waiting_bytes } = this.#options;
    const bytes = job.bytes.byteLength;
    if (this.#isClosing) return Promise.reject(busy('it is about to stop'));
    if (this.length >= most_waiting || this.#bytes + bytes > most_waiting_bytes)
      return Promise.reject(busy('too many submissions wait to be checked'));
    this.#bytes += bytes;
    const answered = new Promise<SubmitAnswer>((resolve, reject) => {
      this.#queue.push({ job: { ...job, id: this.#nextId++ }, resolve, reject });
    });
    void this.#next();
    return answered.finally(() => {
      this.#bytes -= bytes;
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const { reject } of this.#queue.splice(0)) reject(busy('it is about to stop'));
    const worker = await this.#worker?.catch(() => null);
    if (!worker) return;
    if (this.#current) this.#end(busy('it is about to stop'));
    await worker.terminate();
  }

  async #next() {
    if (this.#current) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    const timer = setTimeout(
      () => this.#stop(refused(`checking it took longer than ${this.#options.limit_ms / 1000} s`)),
      this.#options.limit_ms,
    );
    this.#current = { waiting, timer };
    try {
      this.#worker ??= this.#start();
      const worker = await this.#worker;
      // A view of a larger buffer would be copied with all of it.
      const bytes = new Uint8Array(waiting.job.bytes);
      const order: CheckerOrder = { kind: 'submit', job: { ...waiting.job, bytes } };
      worker.postMessage(order, [bytes.buffer]);
    } catch (cause) {
      // An error of the thread may have settled it already, and the next is under way.
      if (this.#current?.waiting !== waiting) return;
      this.#worker = null;
      this.#end(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  /** Settles what is checked now, and goes on with the next. */
  #end(failure: Error | null, answer?: unknown) {
    const current = this.#current;
    if (!current) return;
    clearTimeout(current.timer);
    this.#current = null;
    if (failure) current.waiting.reject(failure);
    else current.waiting.resolve(answer as SubmitAnswer);
    void this.#next();
  }

  /** There is no other way to stop what computes. */
  #stop(failure: Error) {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.then((each) => each.terminate()).catch(() => undefined);
    this.#end(failure);
  }

  async #start(): Promise<Worker> {
    const { database, root, place, limit_bytes, writer } = this.#options;
    const workerData: CheckerInput = { database, root, place, limit_bytes };
    const worker = new Worker(join(root, 'community/server', `checker-worker${extname(import.meta.url)}`), {
      workerData,
      name: 'tito checker',
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
    });
    const forget = writer?.serve((port) => {
      worker.postMessage({ kind: 'connect', port } satisfies CheckerOrder, [port]);
    });
    await new Promise<void>((resolve, reject) => {
      let cause = 'it ended';
      worker.on('message', (news: CheckerNews) => {
        if (news.kind === 'ready') resolve();
        else if (news.kind === 'refused') reject(fromFailure(news.failure));
        else if (news.id !== this.#current?.waiting.job.id) return;
        else if (news.kind === 'answer') this.#end(null, news.answer);
        else this.#end(fromFailure(news.failure));
      });
      worker.on('error', (error) => {
        cause = error instanceof Error ? error.message : String(error);
        const isTooMuch =
          error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(error);
        this.#stop(
          isTooMuch
            ? refused('checking it takes too much memory')
            : busy('what checks runs is being started again'),
        );
        this.#options.onEnd(cause);
      });
      worker.on('exit', () => {
        forget?.();
        reject(new Error(cause));
      });
    });
    return worker;
  }
}

const busy = (reason: string) => new TitoError('busy', { reason, retry_after_s: `${RETRY_S}` });
const refused = (reasons: string) => new TitoError('run_refused', { reasons });
