import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SourceFile } from '../task-contracts.ts';
import type { ToolAnswer, ToolRequest, ToolWorkerInput } from './isolates/tool-worker.ts';
import { ToolFailure } from './run-command.ts';

/** Longest time for one of tito's own tools. */
const LIMIT_MS = 30_000;
/** Analysers are quick beside answers; more threads would take processors from the clock of the answers. */
const THREADS = 2;
/** A file that makes a tool grow without end must not take the machine's memory. */
const LARGEST_HEAP_MB = 1024;

export interface ToolPoolOptions {
  /** Folder that holds `src`. */
  root: string;
  threads?: number;
  limit_ms?: number;
}

/** How long a tool took, from being asked to having answered, its thread being ready; and what came of it. */
export interface ToolResult {
  duration_ms: number;
  output: string | ToolFailure;
}

/**
 * Worker threads in which tito's own tools run, so that the main thread stays free for answers that stream in.
 * Threads start when they are needed; one that hangs is ended and replaced.
 */
export class ToolPool {
  readonly #options: ToolPoolOptions;
  readonly #idle: ToolThread[] = [];
  readonly #all = new Set<ToolThread>();
  readonly #waiting: ((thread: ToolThread) => void)[] = [];
  #isClosed = false;

  constructor(options: ToolPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts all threads and loads these tools in each, so that no sample waits for that. A tool that can't be loaded is
   * told of where it is used.
   */
  async prepare(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const loading = Array.from({ length: this.#options.threads ?? THREADS }, async () => {
      const thread = await this.#take();
      for (const id of ids) await thread.ask({ kind: 'load', id }).catch(() => undefined);
      this.#give(thread);
    });
    await Promise.all(loading);
  }

  /** Runs a tool on files. A failure is a result, not an exception. */
  async run(id: string, files: readonly SourceFile[]): Promise<ToolResult> {
    const thread = await this.#take();
    let asked = performance.now();
    try {
      await thread.ask({ kind: 'load', id });
      asked = performance.now();
      const output = await thread.ask({ kind: 'analyse', id, files });
      return { duration_ms: performance.now() - asked, output };
    } catch (cause) {
      const failure =
        cause instanceof ToolFailure ? cause : new ToolFailure('internal', `the tool ${id} failed`, cause);
      return { duration_ms: performance.now() - asked, output: failure };
    } finally {
      this.#give(thread);
    }
  }

  #take(): Promise<ToolThread> | ToolThread {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#isClosed) throw new ToolFailure('internal', 'the tools are closed');
    if (this.#all.size < (this.#options.threads ?? THREADS)) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): ToolThread {
    const thread = new ToolThread(this.#options);
    this.#all.add(thread);
    return thread;
  }

  #give(thread: ToolThread): void {
    if (thread.hasEnded) this.#all.delete(thread);
    const next = this.#waiting.shift();
    // Once closed, who still waits gets the thread that has ended, and its failure.
    if (next) next(thread.hasEnded && !this.#isClosed ? this.#start() : thread);
    else if (!thread.hasEnded) this.#idle.push(thread);
  }

  /** Ends all threads; what is under way fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map((thread) => thread.end(new ToolFailure('internal', 'was closed'))));
  }
}

/** One worker thread, asked one thing at a time. */
class ToolThread {
  readonly #worker: Worker;
  readonly #limit: number;
  #pending: { resolve: (output: string) => void; reject: (cause: unknown) => void } | undefined;
  #failure: ToolFailure | undefined;

  constructor({ root, limit_ms = LIMIT_MS }: ToolPoolOptions) {
    this.#limit = limit_ms;
    const workerData: ToolWorkerInput = { root };
    this.#worker = new Worker(join(root, 'src/tasks/isolates', `tool-worker${extname(import.meta.url)}`), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
    });
    this.#worker.on('message', (answer: ToolAnswer) => {
      const pending = this.#pending;
      this.#pending = undefined;
      if (answer.ok) pending?.resolve(answer.output);
      else pending?.reject(new ToolFailure(answer.is_known ? 'config' : 'internal', answer.message));
    });
    this.#worker.on('error', (cause) => {
      const message = cause instanceof Error ? cause.message : String(cause);
      this.#fail(new ToolFailure('internal', message, cause));
    });
    this.#worker.on('exit', (code) =>
      this.#fail(new ToolFailure('internal', `the tool's thread ended with code ${code}`)),
    );
  }

  get hasEnded(): boolean {
    return this.#failure !== undefined;
  }

  async ask(request: ToolRequest): Promise<string> {
    if (this.#failure) throw this.#failure;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#pending = { resolve, reject };
        timer = setTimeout(() => {
          const seconds = this.#limit / 1000;
          void this.end(new ToolFailure('timeout', `the tool ${request.id} did not end within ${seconds} s`));
        }, this.#limit);
        this.#worker.postMessage(request);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #fail(failure: ToolFailure): void {
    this.#failure ??= failure;
    this.#pending?.reject(this.#failure);
    this.#pending = undefined;
  }

  async end(reason: ToolFailure): Promise<void> {
    this.#fail(reason);
    await this.#worker.terminate();
  }
}
