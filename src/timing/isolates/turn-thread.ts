import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { IsolateOptions } from '../../contracts.ts';
import { useFinalCompiler } from './final-compiler.ts';
import { useGrownHeap } from './grown-heap.ts';
import { LEAVE_RELAY, relayOf } from './relay-memory.ts';
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

const LEFT = 'stopped taking turns';
const CLOSED = 'was closed';

type Answer = { id: number } & ({ ok: true; value: unknown } | { ok: false; message: string });

interface Pending {
  resolve: (value: unknown) => void;
  reject: (cause: unknown) => void;
}

/** The thread and the way to talk to it, with the time limit on every exchange. */
export class TurnThread {
  readonly #worker: Worker;
  readonly #memory = newTurnMemory();
  readonly #turns = turnsOf(this.#memory);
  readonly #options: IsolateOptions;
  /** Requests that have no answer yet, by number: a thread may be closed under the hands of whoever asked it. */
  readonly #pending = new Map<number, Pending>();
  #requests = 0;
  /** Settles when the thread stops taking turns; undefined while it doesn't take any. */
  #taking: Promise<unknown> | undefined;
  /** Whether those turns are a relay's. */
  #isRunner = false;
  #takesNoMore = false;
  /** Tells the thread to stop taking turns. */
  #leave: () => void = () => {};
  #ended: SubjectFailure | undefined;

  /**
   * @param program the file in this folder that runs inside of the thread, without its ending
   * @param file what it is to load
   */
  constructor(program: 'worker' | 'function-worker', file: string, options: IsolateOptions) {
    this.#options = options;
    useFinalCompiler();
    useGrownHeap();
    const ending = extname(import.meta.url);
    this.#worker = new Worker(join(options.root, 'src/timing/isolates', `${program}${ending}`), {
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
      const pending = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if (answer.ok) pending?.resolve(answer.value);
      else pending?.reject(new SubjectFailure('raised', answer.message));
    });
    this.#worker.on('error', (cause) => this.#end('exited', `${(cause as Error).message}`, cause));
    options.signal.addEventListener('abort', this.#abort, { once: true });
    this.#worker.on('exit', (code) => this.#end('exited', `ended by itself with code ${code}`));
  }

  /** Whether the thread is gone, or told to go. */
  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  #end(kind: SubjectFailure['kind'], message: string, cause?: unknown): void {
    this.#ended ??= new SubjectFailure(kind, message, cause);
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }

  /** @param stages what the numbers in the memory's STEP stand for during this request */
  async ask(request: Request, stages: readonly string[] = []): Promise<unknown> {
    await this.#stopTurns(stages);
    return this.#limited(this.#send(request), stages);
  }

  #send(request: Request): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const id = this.#requests++;
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  /** One slice of `calls` calls; the first turn makes the thread wait for turns. */
  async turn(calls: number): Promise<{ ms: number; preempted: boolean }> {
    const { control, times } = this.#turns;
    if (this.#takesNoMore) throw this.#ended ?? new SubjectFailure('exited', CLOSED);
    if (this.#isRunner) await this.#stopTurns([]);
    if (!this.#taking) {
      void this.#take({ kind: 'turns' }, () => {
        Atomics.store(control, CALLS, LEAVE);
        Atomics.notify(control, CALLS);
      });
    }
    Atomics.store(control, REPLY, 0);
    Atomics.store(control, CALLS, calls);
    Atomics.notify(control, CALLS);
    let first: unknown;
    do {
      const reply = Atomics.waitAsync(control, REPLY, 0, this.#options.limit_ms);
      first = await (reply.async ? Promise.race([reply.value, this.#taking]) : reply.value);
      if (first === 'timed-out') throw await this.hung();
      // A thread that lost its processor between a reply and waking us wakes whoever waits for the next one.
    } while (first === 'ok' && Atomics.load(control, REPLY) === 0);
    // The thread was asked for something else, or closed, before it came to this turn: there is no time to tell.
    if (Atomics.load(control, REPLY) === 0) throw this.#ended ?? new SubjectFailure('exited', LEFT);
    return { ms: times[MS] ?? Number.NaN, preempted: (times[PREEMPTED] ?? 0) > 0 };
  }

  /** @param leave ends what is asked for */
  #take(request: Request, leave: () => void): Promise<unknown> {
    const taking = this.#send(request);
    this.#taking = taking;
    this.#isRunner = request.kind === 'relay';
    this.#leave = leave;
    // A thread that dies between two turns is reported by the next one; one whose code raised is not taking any more.
    taking.catch(() => {
      if (this.#taking === taking && !this.#ended) this.#taking = undefined;
    });
    return taking;
  }

  /**
   * Makes the thread a runner of a relay, until it is asked for something else.
   * @returns rejects where its code fails
   */
  join = async (memory: SharedArrayBuffer, runner: number): Promise<void> => {
    await this.#stopTurns([]);
    if (this.#takesNoMore) throw this.#ended ?? new SubjectFailure('exited', CLOSED);
    const { go } = relayOf(memory);
    await this.#take({ kind: 'relay', memory, runner }, () => {
      Atomics.store(go, runner, LEAVE_RELAY);
      Atomics.notify(go, runner);
    });
  };

  /** Longest time that an answer may take. */
  get limit_ms(): number {
    return this.#options.limit_ms;
  }

  /** No turn begins any more, whoever may still be asking for some; requests are answered as before. */
  takeNoMore(): void {
    this.#takesNoMore = true;
  }

  async #stopTurns(stages: readonly string[]): Promise<void> {
    const taking = this.#taking;
    if (!taking) return;
    this.#taking = undefined;
    this.#leave();
    await this.#limited(taking, stages);
  }

  async #limited<T>(answer: Promise<T>, stages: readonly string[]): Promise<T> {
    const { limit_ms: limit } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, limit, 'late');
    });
    try {
      const first = await Promise.race([answer, late]);
      if (first === 'late') throw await this.hung(stages);
      return first as T;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the thread, which has given no answer for too long. */
  async hung(stages: readonly string[] = []): Promise<SubjectFailure> {
    const stage = stages[this.#turns.control[STEP] ?? 0] ?? 'the subject';
    this.#ended = new SubjectFailure(
      'hung',
      `${stage} gave no answer within ${this.#options.limit_ms / 1000} s`,
    );
    await this.close();
    return this.#ended;
  }

  /** A thread that hangs while it loads has to end as well when the user interrupts. */
  #abort = (): void => void this.close();

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#ended ??= new SubjectFailure('exited', CLOSED);
    this.#taking?.catch(() => undefined);
    await this.#worker.terminate();
  }
}
