import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallSamples, Isolate, IsolateOptions, Rehearsal } from '../../contracts.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import type { SubjectFacts } from '../../schema/run.ts';
import type { Collections } from '../../turn-contracts.ts';
import { pinThread } from './pin-thread.ts';
import { TurnThread } from './turn-thread.ts';

/** What a worker says of the subject it has loaded, and the system's number of its thread. */
interface Loaded {
  name: string;
  present: string[];
  thread: number | null;
}

/** A worker thread seen from its parent: requests by message, slices by turns through shared memory. */
export class WorkerIsolate implements Isolate {
  readonly facts: SubjectFacts;
  readonly #thread: TurnThread;
  readonly #number: number | null;

  private constructor(thread: TurnThread, number: number | null, facts: SubjectFacts) {
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
    const thread = new TurnThread('worker', file, options);
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
    this.#thread.ask(
      { kind: 'rehearse', program },
      [...program.setup, ...program.steps].map(({ operation }) => operation),
    ) as Promise<Rehearsal>;
  run: Isolate['run'] = (calls) => this.#thread.turn(calls);
  collections = (calls: number) => this.#thread.ask({ kind: 'collections', calls }) as Promise<Collections>;
  sample: Isolate['sample'] = (budget_ms) =>
    this.#thread.ask({ kind: 'sample', budget_ms }) as Promise<CallSamples>;
  result: Isolate['result'] = () => this.#thread.ask({ kind: 'result' }) as Promise<Float64Array>;
  close: Isolate['close'] = () => this.#thread.close();
}
