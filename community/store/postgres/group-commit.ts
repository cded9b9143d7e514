import type { Outcome, Write, WriteKind, Writes } from '../../store.ts';
import { applyAll, purgeStatements } from './apply-batch.ts';
import { busy, causeOf, reasonOf, refusalOf } from './failures.ts';
import { Session } from './session.ts';

export interface GroupCommitOptions {
  /** Writes that may wait before more are turned away. */
  most_waiting: number;
  /** Hears of each transaction: its writes, and seconds until it is on disk. */
  onCommit: (size: number, seconds: number) => void;
  /** Hears why the database can't be written. */
  onTrouble: (reason: string) => void;
}

interface Waiting {
  write: Write;
  resolve: (outcome: Outcome) => void;
  reject: (cause: unknown) => void;
}

/** Bound the time of one transaction, and so how long the first of its writes waits. */
const MOST_AT_ONCE = 512;
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The writes of this process, by one connection. Those that come while a transaction is under way gather, and go
 * together in the next: the database flushes its disk once for all of them.
 */
export class GroupCommit {
  readonly #url: string;
  readonly #options: GroupCommitOptions;
  #queue: Waiting[] = [];
  #running: Promise<void> | null = null;
  #session: Session | null = null;

  constructor(url: string, options: GroupCommitOptions) {
    this.#url = url;
    this.#options = options;
  }

  /** Writes that are not answered yet and are not under way. */
  get waiting(): number {
    return this.#queue.length;
  }

  write<K extends WriteKind>(kind: K, request: Writes[K]['request']): Promise<Outcome<K>>;
  write(kind: WriteKind, request: Writes[WriteKind]['request']): Promise<Outcome> {
    if (this.#queue.length >= this.#options.most_waiting)
      return Promise.reject(busy('too many changes wait to be written', 1));
    return new Promise((resolve, reject) => {
      this.#queue.push({ write: { kind, request } as Write, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** All in one transaction, or none of them. */
  async applyTogether(writes: readonly Write[]): Promise<Outcome[]> {
    while (this.#running !== null) await this.#running;
    const applied = this.#apply(writes);
    this.#running = applied.then(
      () => this.#goOn(),
      () => this.#goOn(),
    );
    return applied;
  }

  /** Writes what is still to be written. */
  async close(): Promise<void> {
    while (this.#running !== null) await this.#running;
    await this.#session?.close();
    this.#session = null;
  }

  async #run() {
    // What is asked for within one turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#commit(this.#next());
    this.#running = null;
  }

  #goOn() {
    this.#running = null;
    if (this.#queue.length > 0) this.#running = this.#run();
  }

  #next(): Waiting[] {
    let [size, bytes] = [0, 0];
    for (const { write } of this.#queue) {
      bytes += write.kind === 'submit' ? write.request.document.byteLength : 0;
      if (size > 0 && (size === MOST_AT_ONCE || bytes > MOST_BYTES)) break;
      size++;
    }
    return this.#queue.splice(0, size);
  }

  /**
   * Where it fails because of one of the writes, each gets a transaction of its own, so that one that the database
   * chokes on takes no other with it. Where the database is to blame, all fail at once.
   */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#apply(batch.map(({ write }) => write));
      batch.forEach(({ resolve, reject }, i) => {
        const outcome = outcomes[i];
        if (outcome) resolve(outcome);
        else reject(new Error('the store answered fewer writes than it was given'));
      });
    } catch (cause) {
      if (batch.length > 1 && causeOf(cause) === 'other') {
        for (const each of batch) await this.#commit([each]);
        return;
      }
      const reason = reasonOf(cause);
      if (reason !== null) this.#options.onTrouble(reason);
      const refusal = refusalOf(cause);
      for (const { reject } of batch) reject(refusal);
    }
  }

  async #apply(writes: readonly Write[]): Promise<Outcome[]> {
    const start = performance.now();
    const session = await this.#open();
    const outcomes: Outcome[] = [];
    let others: Write[] = [];
    const applyOthers = async () => {
      if (others.length > 0) outcomes.push(...(await applyAll(session, others)));
      others = [];
    };
    for (const write of writes) {
      if (write.kind !== 'purge') {
        others.push(write);
        continue;
      }
      await applyOthers();
      await session.transaction([], () => purgeStatements(write.request.at));
      outcomes.push({ kind: 'purged' });
    }
    await applyOthers();
    this.#options.onCommit(writes.length, (performance.now() - start) / 1000);
    return outcomes;
  }

  async #open(): Promise<Session> {
    if (this.#session?.isLost) {
      this.#session.abandon();
      this.#session = null;
    }
    this.#session ??= await Session.open(this.#url);
    return this.#session;
  }
}
