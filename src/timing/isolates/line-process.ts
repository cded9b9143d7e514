import { execa } from 'execa';
import * as z from 'zod';
import { lineSplitter } from './bridge-lines.ts';
import { watchMemory } from './resident-memory.ts';
import { SubjectFailure } from './subject-failure.ts';

const LONGEST_LINE_BYTES = 256 * 2 ** 20;
const LONGEST_OUTPUT = 64 * 2 ** 10;

const reply = z.union([
  z.object({ at: z.number(), of: z.number().exactOptional() }),
  z.object({ id: z.int(), ok: z.unknown() }).refine((answer) => answer.ok !== undefined),
  z.object({ id: z.int(), error: z.string(), line: z.int().nullable() }),
]);

/** A program that answers one JSON object per line, and the folder in which the subject finds its own files. */
export interface LineProgram {
  program: string;
  arguments: readonly string[];
  directory: string;
  environment: Record<string, string>;
  /** The error that says why the program could not be started. */
  notStarted: (code: 'ENOENT' | 'EACCES', cause: unknown) => Error;
  signal: AbortSignal;
  onOutput: (text: string) => void;
  /** The process is ended when it uses more memory than this. */
  memory_limit_bytes?: number;
}

/** One question to the process. */
export interface LineRequest<T> {
  do: string;
  fields: Record<string, unknown>;
  answer: z.ZodType<T>;
  limit_ms: number;
  /** What is going on, for the message of a failure; gets the index of the step under way where it is known. */
  doing: (at: number | undefined) => string;
  /** Which operation stands on a line of the generated source. */
  operationAt?: (line: number) => string | undefined;
  /** The message for what the subject raised; by default what is going on, followed by the error. */
  raised?: (error: string) => string;
  /** How far a long request has come. */
  onProgress?: (done: number, total: number) => void;
}

interface Pending {
  request: LineRequest<unknown>;
  id: number;
  at: number | undefined;
  timer: NodeJS.Timeout;
  resolve: (value: unknown) => void;
  reject: (cause: unknown) => void;
}

/** What a subject gets of our environment: its own settings are none of ours, and ours none of its business. */
function environmentOfSubject(more: Record<string, string>): Record<string, string | undefined> {
  const outer = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('TITO_'));
  return { ...Object.fromEntries(outer), ...more };
}

/**
 * A process of the subject and the line protocol with it: a limit on each request, whatever the subject does.
 * After the first failure other than an exception of the subject the process is gone and every request fails alike.
 */
export class LineProcess {
  readonly #program: LineProgram;
  readonly #subprocess;
  readonly #ended: Promise<void>;
  readonly #stopWatching: () => void;
  #pending: Pending | undefined;
  #failure: unknown;
  #id = 0;
  #output = '';
  readonly #decoder = new TextDecoder();

  constructor(program: LineProgram) {
    this.#program = program;
    this.#subprocess = execa(program.program, program.arguments, {
      cwd: program.directory,
      // A group of its own: processes that the subject starts end with it, and Ctrl-C reaches tito alone.
      killDescendants: true,
      killSignal: 'SIGKILL',
      buffer: false,
      reject: false,
      encoding: 'buffer',
      extendEnv: false,
      env: environmentOfSubject(program.environment),
    });
    const { stdin, stdout, stderr } = this.#subprocess;
    const receive = lineSplitter(
      LONGEST_LINE_BYTES,
      (line) => this.#receive(line),
      () => this.#fail('protocol', 'sent an answer of more than 256 MiB'),
    );
    stdout.on('data', receive);
    stderr.on('data', (chunk: Uint8Array) => this.#keepOutput(chunk));
    // The end of the process tells more than a broken pipe does.
    stdin.on('error', () => undefined);
    this.#subprocess.nodeChildProcess.once('exit', () => this.#subprocess.kill('SIGKILL'));
    this.#stopWatching = watchMemory({
      pid: this.#subprocess.pid,
      limit_bytes: program.memory_limit_bytes ?? Number.POSITIVE_INFINITY,
      isBusy: () => this.#pending !== undefined,
      onExceeded: (limit) => this.#fail('exited', `used more than ${limit} of memory`),
    });
    this.#ended = this.#watch();
    program.signal.addEventListener('abort', this.#abort);
    if (program.signal.aborted) this.#abort();
  }

  get pid(): number | undefined {
    return this.#subprocess.pid;
  }

  async #watch(): Promise<void> {
    const result = await this.#subprocess;
    if (result.code === 'ENOENT' || result.code === 'EACCES') {
      this.#end(this.#program.notStarted(result.code, result));
    } else {
      const how = result.signal ? `by ${result.signal}` : `with exit code ${result.exitCode}`;
      const last = this.#output.trimEnd().split('\n').at(-1)?.trim().slice(-200);
      this.#fail('exited', `the process ended ${how}${last ? `; last output: ${last}` : ''}`);
    }
  }

  async ask<T>(request: LineRequest<T>): Promise<T> {
    if (this.#failure) throw this.#failure;
    if (this.#pending)
      throw new Error(`'${request.do}' was asked while '${this.#pending.request.do}' is under way`);
    const id = ++this.#id;
    const { limit_ms } = request;
    const message = JSON.stringify({ id, do: request.do, limit_ms, ...request.fields });
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        const timer = setTimeout(
          () => this.#fail('hung', `gave no answer within ${limit_ms / 1000} s`),
          limit_ms,
        );
        this.#pending = { request, id, at: undefined, timer, resolve, reject };
        this.#subprocess.stdin.write(`${message}\n`);
      });
      return request.answer.parse(answer);
    } catch (cause) {
      if (!(cause instanceof z.ZodError)) throw cause;
      this.#fail('protocol', `${request.doing(undefined)}: sent an answer that makes no sense`);
      throw this.#failure;
    } finally {
      this.#passOutputOn();
    }
  }

  #receive(line: string): void {
    const pending = this.#pending;
    const answer = reply.safeParse(parseJson(line)).data;
    if (!pending || !answer || ('id' in answer && answer.id !== pending.id)) {
      this.#fail('protocol', 'sent something that is no answer');
    } else if ('at' in answer) {
      if (answer.of === undefined) pending.at = answer.at;
      else pending.request.onProgress?.(answer.at, answer.of);
    } else if ('error' in answer) {
      const { raised, operationAt, doing } = pending.request;
      const operation = answer.line === null ? undefined : operationAt?.(answer.line);
      const byDefault = `${operation ?? doing(pending.at)}: ${answer.error}`;
      const message = raised?.(answer.error) ?? byDefault;
      this.#settle()?.reject(new SubjectFailure('raised', message));
    } else {
      this.#settle()?.resolve(answer.ok);
    }
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    clearTimeout(pending?.timer);
    this.#pending = undefined;
    return pending;
  }

  #fail(kind: SubjectFailure['kind'], what: string): void {
    const doing = this.#pending?.request.doing(this.#pending.at);
    this.#end(new SubjectFailure(kind, doing ? `${doing}: ${what}` : what));
  }

  #end(failure: unknown): void {
    this.#failure ??= failure;
    this.#settle()?.reject(this.#failure);
    this.#stopWatching();
    this.#program.signal.removeEventListener('abort', this.#abort);
    this.#subprocess.kill('SIGKILL');
  }

  #abort = (): void => this.#end(this.#program.signal.reason);

  #keepOutput(chunk: Uint8Array): void {
    this.#output = (this.#output + this.#decoder.decode(chunk, { stream: true })).slice(-LONGEST_OUTPUT);
  }

  #passOutputOn(): void {
    if (this.#output) this.#program.onOutput(this.#output);
    this.#output = '';
  }

  /** Ends the process and everything that it started; resolves when it is gone. */
  async close(): Promise<void> {
    this.#end(new SubjectFailure('exited', 'was closed'));
    await this.#ended;
    this.#passOutputOn();
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
