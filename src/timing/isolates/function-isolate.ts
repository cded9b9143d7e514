import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallSamples, IsolateOptions } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';
import type { SubjectFacts, SubjectSpec } from '../../schema/run.ts';
import type { Collections, Finding, Outcome, TurnTaker, TurnTakerOptions } from '../../turn-contracts.ts';
import { type FunctionFacts, type Prepared, STAGES } from './function-facts.ts';
import { pinThread } from './pin-thread.ts';
import { SubjectFailure } from './subject-failure.ts';
import { TurnThread } from './turn-thread.ts';

/** `teardown` may take this long when an isolate is closed; then its thread is ended. */
const TEARDOWN_LIMIT_MS = 2000;

type Loaded = FunctionFacts & { thread: number | null };

/** A function of a file in a worker thread of its own. */
export class FunctionIsolate implements TurnTaker {
  readonly facts: SubjectFacts;
  readonly pace: TurnTaker['pace'];
  readonly #thread: TurnThread;
  readonly #number: number | null;
  readonly #seed: number;
  #outcome: Outcome | null = null;
  #isPrepared = false;

  private constructor(
    thread: TurnThread,
    loaded: Loaded,
    { facts, pace, seed }: { facts: SubjectFacts; pace: TurnTaker['pace']; seed: number },
  ) {
    this.#thread = thread;
    this.#number = loaded.thread;
    this.facts = facts;
    this.pace = pace;
    this.#seed = seed;
  }

  /**
   * Starts a thread and loads the file in it.
   *
   * @throws SubjectFailure when the file can't be loaded, or is no function benchmark
   */
  static async start(
    { kind, argument: file }: SubjectSpec,
    options: TurnTakerOptions,
    pace: TurnTaker['pace'] = 'shared',
  ): Promise<FunctionIsolate> {
    const thread = new TurnThread('function-worker', file, options);
    try {
      const loaded = (await thread.ask({ kind: 'load' })) as Loaded;
      if (!loaded.runs) throw new SubjectFailure('raised', NO_RUN);
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      const facts = {
        kind,
        name: loaded.title || basename(file),
        runtime: `node ${process.versions.node}`,
        revision: options.revision,
        sources: [{ path: basename(file), sha256 }],
        missing: {},
        broken: {},
      };
      return new FunctionIsolate(thread, loaded, { facts, pace, seed: options.seed });
    } catch (cause) {
      await thread.close();
      throw cause;
    }
  }

  pin = async (processor: number) => this.#number !== null && pinThread(this.#number, processor);

  check = async (): Promise<Finding | null> => {
    this.#isPrepared = true;
    const prepared = (await this.#thread.ask({ kind: 'prepare', seed: this.#seed }, STAGES)) as Prepared;
    this.#outcome = prepared.outcome;
    return prepared.finding;
  };

  outcome = () => this.#outcome;
  run = (calls: number) => this.#thread.turn(calls);

  get relay(): TurnThread {
    return this.#thread;
  }

  collections = (calls: number) => this.#thread.ask({ kind: 'collections', calls }) as Promise<Collections>;

  sample = (budget_ms: number) => this.#thread.ask({ kind: 'sample', budget_ms }) as Promise<CallSamples>;

  conclude = () => this.#thread.ask({ kind: 'conclude' }, STAGES) as ReturnType<TurnTaker['conclude']>;

  /** Tears down where there is something to, and not for longer than it may: the thread ends in any case. */
  close = async (): Promise<void> => {
    this.#thread.takeNoMore();
    if (this.#isPrepared && !this.#thread.isEnded) {
      this.#isPrepared = false;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, TEARDOWN_LIMIT_MS);
      });
      await Promise.race([this.#thread.ask({ kind: 'teardown' }, STAGES).catch(() => undefined), late]);
      clearTimeout(timer);
    }
    await this.#thread.close();
  };
}

const NO_RUN = "its default export has no function 'run'";

/**
 * What a file says of its benchmark, read in a thread of its own: nothing but the top of the file is executed.
 * @throws TitoError `subject_unusable` where the file can't be loaded or is no function benchmark, `interrupted`
 */
export async function describeFunction(
  { argument: file }: SubjectSpec,
  options: IsolateOptions,
): Promise<Omit<FunctionFacts, 'runs' | 'isSubject'>> {
  const refuse = (reason: string, hint: string, cause?: unknown) =>
    new TitoError('subject_unusable', { spec: `function:${file}`, reason, hint }, cause);
  const thread = new TurnThread('function-worker', file, options);
  try {
    const { runs, isSubject, title, unit, units_per_call, score } = (await thread.ask({
      kind: 'load',
    })) as Loaded;
    if (isSubject && !runs) throw refuse(`${NO_RUN}.`, `It looks like a subject: name it module:${file}.`);
    if (!runs)
      throw refuse(`${NO_RUN}.`, 'Write: export default defineBenchmark({ title: "…", run: () => … }).');
    return { title: title || basename(file), unit, units_per_call, score };
  } catch (cause) {
    if (options.signal.aborted) throw new TitoError('interrupted');
    if (cause instanceof SubjectFailure)
      throw refuse(`${cause.message}.`, 'Make the file load first.', cause);
    throw cause;
  } finally {
    await thread.close();
  }
}
