import { extname, join } from 'node:path';
import * as z from 'zod';
import type { SubjectFacts, SubjectSpec } from '../../schema/run.ts';
import type { Finding, TurnSlice, TurnTaker, TurnTakerOptions } from '../../turn-contracts.ts';
import { wordsOf } from './command-words.ts';
import { LineProcess } from './line-process.ts';
import { SubjectFailure } from './subject-failure.ts';

/** A command that failed so often one after the other is not tried again. */
const MOST_FAILURES_IN_A_ROW = 3;
/** Lines of stderr that a failure quotes. */
const QUOTED_LINES = 3;

const ended = z.object({
  ms: z.number(),
  status: z.int().nullable(),
  signal: z.string().nullable(),
  /** What it wrote to stderr, or why it could not be started. */
  error: z.string(),
  started: z.boolean(),
  process: z
    .object({
      user_ms: z.number(),
      system_ms: z.number(),
      peak_memory_bytes: z.number().nullable(),
    })
    .nullable(),
});
type Ended = z.infer<typeof ended>;

/** A command line, of which one process is one slice. Its processes may use all processors: that is what they take. */
export class CommandIsolate implements TurnTaker {
  readonly facts: SubjectFacts;
  readonly pace = 'single';
  readonly #runner: LineProcess;
  readonly #options: TurnTakerOptions;
  readonly #command: { program: string; arguments: string[] };
  #runs = 0;
  #failures = 0;
  #inARow = 0;
  /** Why the first run failed that did. */
  #reason = '';

  constructor({ kind, argument: line }: SubjectSpec, options: TurnTakerOptions) {
    this.#options = options;
    const words = wordsOf(line);
    const [program, ...rest] = words ?? shellFor(line);
    this.#command = { program: program ?? '', arguments: rest };
    this.#runner = new LineProcess({
      program: process.execPath,
      arguments: [join(options.root, 'src/timing/isolates', `command-runner${extname(import.meta.url)}`)],
      directory: options.directory,
      environment: {},
      notStarted: (_, cause) => new Error(`Node (${process.execPath}) can't be started`, { cause }),
      signal: options.signal,
      onOutput: options.onOutput,
    });
    this.facts = {
      kind,
      name: line,
      runtime: words ? 'command' : 'command (sh)',
      revision: options.revision,
      sources: [],
      missing: {},
      broken: {},
    };
  }

  /** A run before the clock counts: it warms the system's caches up, and tells whether there is such a program. */
  check = async (): Promise<Finding | null> => {
    // One that fails now and then is still measured, and reported at the end; one that always fails raises.
    while ((await this.run()).failure !== undefined);
    return null;
  };

  outcome = () => null;

  run = async (): Promise<TurnSlice> => {
    const answer = await this.#runner.ask({
      do: 'run',
      fields: this.#command,
      answer: ended,
      limit_ms: this.#options.limit_ms,
      doing: () => 'the command',
    });
    this.#runs += 1;
    if (!answer.started) throw new SubjectFailure('exited', this.#notStarted(answer.error));
    const failure = this.#failureOf(answer);
    if (failure === undefined) this.#inARow = 0;
    else this.#fail(failure);
    const { ms, process: used } = answer;
    return { ms, preempted: false, process: used, ...(failure !== undefined && { failure }) };
  };

  #fail(failure: string): void {
    this.#failures += 1;
    this.#inARow += 1;
    if (this.#reason === '') this.#reason = failure;
    if (this.#inARow >= MOST_FAILURES_IN_A_ROW) throw new SubjectFailure('exited', this.#summary());
  }

  #notStarted = (error: string) =>
    error.includes('ENOENT')
      ? `there is no program '${this.#command.program}', or no folder ${this.#options.directory}`
      : `can't be started: ${error}`;

  #failureOf({ status, signal, error }: Ended): string | undefined {
    const wanted = this.#options.exit_status;
    if (status === wanted) return undefined;
    const how = signal === null ? `exited with ${status} instead of ${wanted}` : `was ended by ${signal}`;
    const lines = error.split('\n').filter((text) => text.trim() !== '');
    const quoted = lines.slice(0, QUOTED_LINES).join(' / ').slice(0, 300);
    return quoted === '' ? how : `${how}: ${quoted}`;
  }

  #summary = () => `${this.#failures} of ${this.#runs} runs failed; the first ${this.#reason}`;

  /** Every slice is a sample already. */
  sample = async () => ({ calls_ms: [], calls_per_sample: 1 });

  conclude = async () => {
    const finding = this.#failures > 0 ? { status: 'failed' as const, reason: this.#summary() } : null;
    return { hash: null, finding };
  };

  close = () => this.#runner.close();
}

const shellFor = (line: string): string[] =>
  process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', line] : ['sh', '-c', line];
