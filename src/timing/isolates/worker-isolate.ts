import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CallSamples, Isolate, IsolateOptions, Program, Rehearsal } from '../../contracts.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import type { SubjectFacts } from '../../schema/run.ts';
import { pinThread } from './pin-thread.ts';
import { SubjectFailure } from './subject-failure.ts';
import {
  CALLS,
  LEAVE,
  MS,
  newTurnMemory,
  PREEMPTED,
  REPLY,
  type Request,
  STEP,
  turnsOf,
} from './turn-memory.ts';

/** What a worker says of the subject it has loaded, and the system's number of its thread. */
interface Loaded {
  name: string;
  present: string[];
  thread: number | null;
}

type Answer = { ok: true; value: unknown } | { ok: false; message: string };

/** A worker thread seen from its parent: requests by message, slices by turns through shared memory. */
export class WorkerIsolate implements Isolate {
  readonly facts: SubjectFacts;
  readonly #thread: Thread;
  readonly #number: number | null;

  private constructor(thread: Thread, number: number | null, facts: SubjectFacts) {
    this.#thread = thread;
    this.#number = number;
    this.facts = facts;
  }

  /**
   * Starts a thread and loads the subject in it.
   *
   * @param file a JavaScript or TypeScript file whose default export is a subject
   * @param kind kind of subject that the file is
   * @throws SubjectFailure when the file can't be loaded
   */
  static async start(file: string, kind: string, options: IsolateOptions): Promise<WorkerIsolate> {
    const thread = new Thread(file, options);
    try {
      const loaded = (await thread.ask({ kind: 'load' })) as Loaded;
      const missing = [...OPERATIONS, 'values']
        .filter((name) => !loaded.present.includes(name))
        .map((name) => [name, `${basename(file)} has no function '${name}'`]);
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      return new WorkerIsolate(thread, loaded.thread, {
        kind,
        revision: options.revision,
        name: loaded.name || basename(file),
        runtime: `node ${process.versions.node}`,
        sources: [{ path: basename(file), sha256 }],
        missing: Object.fromEntries(missing),
        broken: {},
      });
    } catch (cause) {
      await thread.close();
      throw cause;
    }
  }

  pin: Isolate['pin'] = async (processor) => this.#number !== null && pinThread(this.#number, processor);
  rehearse: Isolate['rehearse'] = (program) =>
    this.#thread.ask({ kind: 'rehearse', program }) as Promise<Rehearsal>;
  run: Isolate['run'] = (calls) => this.#thread.turn(calls);
  sample: Isolate['sample'] = (budget_ms) =>
    this.#thread.ask({ kind: 'sample', budget_ms }) as Promise<CallSamples>;
  result: Isolate['result'] = () => this.#thread.ask({ kind: 'result' }) as Promise<Float64Array>;
  close: Isolate['close'] = () => this.#thread.close();
}

/** The thread and the way to talk to it, with the time limit on every exchange. */
class Thread {
  readonly #worker: Worker;
  readonly #memory = newTurnMemory();
  readonly #turns = turnsOf(this.#memory);
  readonly #options: IsolateOptions;
  #pending: { resolve: (value: unknown) => void; reject: (cause: unknown) => void } | undefined;
  /** Settles when the thread stops taking turns; undefined while it doesn't take any. */
  #taking: Promise<unknown> | undefined;
  #ended: SubjectFailure | undefined;

  constructor(file: string, options: IsolateOptions) {
    this.#options = options;
    const ending = extname(import.meta.url);
    this.#worker = new Worker(join(options.root, 'src/timing/isolates', `worker${ending}`), {
      workerData: {
        file,
        api: pathToFileURL(join(options.root, 'src', `index${ending}`)).href,
        memory: this.#memory,
      },
      stdout: true,
      stderr: true,
      stdin: true,
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.on('data', (bytes: Buffer) => options.onOutput(bytes.toString()));
    }
    this.#worker.on('message', (answer: Answer) => {
      const pending = this.#pending;
      this.#pending = undefined;
      if (answer.ok) pending?.resolve(answer.value);
      else pending?.reject(new SubjectFailure('raised', answer.message));
    });
    this.#worker.on('error', (cause) => this.#end('exited', `${(cause as Error).message}`, cause));
    options.signal.addEventListener('abort', this.#abort, { once: true });
    this.#worker.on('exit', (code) => this.#end('exited', `ended by itself with code ${code}`));
  }

  #end(kind: SubjectFailure['kind'], message: string, cause?: unknown): void {
    this.#ended ??= new SubjectFailure(kind, message, cause);
    this.#pending?.reject(this.#ended);
    this.#pending = undefined;
  }

  async ask(request: Request): Promise<unknown> {
    await this.#stopTurns();
    return this.#limited(this.#send(request), request);
  }

  #send(request: Request): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  /** One slice of `calls` calls; the first turn makes the thread wait for turns. */
  async turn(calls: number): Promise<{ ms: number; preempted: boolean }> {
    const { control, times } = this.#turns;
    if (!this.#taking) {
      this.#taking = this.#send({ kind: 'turns' });
      // A thread that dies between two turns is reported by the next one.
      this.#taking.catch(() => undefined);
    }
    Atomics.store(control, REPLY, 0);
    Atomics.store(control, CALLS, calls);
    Atomics.notify(control, CALLS);
    const reply = Atomics.waitAsync(control, REPLY, 0, this.#options.limit_ms);
    const first = await (reply.async ? Promise.race([reply.value, this.#taking]) : reply.value);
    if (first === 'timed-out') throw await this.#hung();
    return { ms: times[MS] ?? Number.NaN, preempted: (times[PREEMPTED] ?? 0) > 0 };
  }

  async #stopTurns(): Promise<void> {
    const taking = this.#taking;
    if (!taking) return;
    this.#taking = undefined;
    Atomics.store(this.#turns.control, CALLS, LEAVE);
    Atomics.notify(this.#turns.control, CALLS);
    await this.#limited(taking);
  }

  async #limited<T>(answer: Promise<T>, request?: Request): Promise<T> {
    const { limit_ms: limit } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, limit, 'late');
    });
    try {
      const first = await Promise.race([answer, late]);
      if (first === 'late') throw await this.#hung(request);
      return first as T;
    } finally {
      clearTimeout(timer);
    }
  }

  async #hung(request?: Request): Promise<SubjectFailure> {
    const operation = request?.kind === 'rehearse' ? this.#stepUnderWay(request.program) : 'the subject';
    this.#ended = new SubjectFailure(
      'hung',
      `${operation} gave no answer within ${this.#options.limit_ms / 1000} s`,
    );
    await this.close();
    return this.#ended;
  }

  #stepUnderWay({ setup, steps }: Program): string {
    return [...setup, ...steps][this.#turns.control[STEP] ?? 0]?.operation ?? 'the subject';
  }

  /** A thread that hangs while it loads has to end as well when the user interrupts. */
  #abort = (): void => void this.close();

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#ended ??= new SubjectFailure('exited', 'was closed');
    this.#taking?.catch(() => undefined);
    await this.#worker.terminate();
  }
}
