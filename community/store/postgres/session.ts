import type { ReservedSql } from 'postgres';
import { type Connected, connect } from './connect.ts';
import type { Statement } from './statement.ts';

/**
 * A server that hangs in a transaction keeps the others from what it has locked no longer than this. Rows are found by
 * an index however few there were when the statement was planned, and none is worth compiling.
 */
const SETTINGS = `SET statement_timeout = '10s'; SET lock_timeout = '8s';
  SET idle_in_transaction_session_timeout = '10s'; SET enable_seqscan = off; SET enable_hashjoin = off;
  SET enable_mergejoin = off; SET jit = off; SET plan_cache_mode = force_generic_plan`;
const BEGIN: Statement = { text: 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE', values: [] };
const COMMIT: Statement = { text: 'COMMIT', values: [] };
const LIMIT_MS = 20_000;

/**
 * Done once everything that was committed before is on disk, also by a transaction that did not wait for it. A message
 * in the log that nobody reads: what it waits for is its own commit. Who is told by a transaction of what another one
 * wrote needs no such message: it has locked that row, and a commit that releases a lock waits for the disk as well.
 */
const ON_DISK: Statement = { text: "SELECT pg_logical_emit_message(true, 'tito', '')", values: [] };

type Rows = Record<string, unknown>[];

/**
 * One connection for transactions. Once it is lost it is of no use any more: no statement of a transaction ever goes
 * to another connection, where it would be done by itself.
 */
export class Session {
  readonly #connected: Connected;
  readonly #reserved: ReservedSql<{ bigint: number }>;
  readonly #loss: { promise: Promise<never>; is: boolean };

  private constructor(connected: Connected, reserved: ReservedSql<{ bigint: number }>, loss: Loss) {
    this.#connected = connected;
    this.#reserved = reserved;
    this.#loss = loss;
  }

  /** @throws what the driver says where no connection can be made */
  static async open(url: string): Promise<Session> {
    const loss = newLoss();
    const connected = connect(url, 1, loss.happened);
    try {
      // The driver never hands out a connection for itself that it has to make for that.
      await connected.unsafe(SETTINGS);
      return new Session(connected, await connected.reserve(), loss);
    } catch (cause) {
      connected.end({ timeout: 0 }).catch(() => {});
      throw cause;
    }
  }

  get isLost(): boolean {
    return this.#loss.is;
  }

  /**
   * A transaction, committed together with the last of its statements.
   *
   * @param first what is read first, in this order
   * @param decide what is written then, from the answers; no statements: nothing is written
   * @returns the answers of the latter
   * @throws what the driver says; nothing was written, save where the connection was lost at the very end
   */
  async transaction(
    first: readonly Statement[],
    decide: (answers: Rows[]) => readonly Statement[],
  ): Promise<Rows[]> {
    try {
      return await this.#within(this.#run(first, decide));
    } catch (cause) {
      if (!this.isLost) await this.#rollBack(cause);
      throw cause;
    }
  }

  /**
   * A statement that is a transaction by itself; answered once it is on disk, though it need not wait for that.
   * @throws what the driver says; nothing was written, save where the connection was lost, or the disk failed, at the very end
   */
  async statement(statement: Statement): Promise<Rows> {
    try {
      const [rows = []] = await this.#within(this.#send([statement, ON_DISK]));
      return rows;
    } catch (cause) {
      if (!this.isLost && !isOfDatabase(cause)) this.abandon();
      throw cause;
    }
  }

  async close(): Promise<void> {
    if (!this.isLost) this.#reserved.release();
    await this.#connected.end({ timeout: 5 });
  }

  /** Of no use any more. */
  abandon(): void {
    this.#loss.is = true;
    this.#connected.end({ timeout: 0 }).catch(() => {});
  }

  async #within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(lost('CONNECT_TIMEOUT')), LIMIT_MS);
    });
    try {
      return await Promise.race([work, this.#loss.promise, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #run(first: readonly Statement[], decide: (answers: Rows[]) => readonly Statement[]) {
    const [, ...answers] = await this.#send([BEGIN, ...first]);
    const statements = decide(answers);
    const done = await this.#send([...statements, COMMIT]);
    return done.slice(0, -1);
  }

  /** All at once, and the answers when the last is there. After one that fails the others do nothing. */
  async #send(statements: readonly Statement[]): Promise<Rows[]> {
    if (this.isLost) throw lost('CONNECTION_CLOSED');
    const asked = statements.map(({ text, values }) =>
      // What a row has is the statement's to say: the driver can't know.
      this.#reserved.unsafe(text, [...values], { prepare: true }).then((rows) => rows as unknown as Rows),
    );
    const answers = await Promise.allSettled(asked);
    const failed = answers.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }

  async #rollBack(cause: unknown) {
    if (!isOfDatabase(cause)) return this.abandon();
    try {
      await Promise.race([this.#send([{ text: 'ROLLBACK', values: [] }]), this.#loss.promise]);
    } catch {
      this.abandon();
    }
  }
}

/** What was not said by the database leaves open in what state the connection is. */
const isOfDatabase = (cause: unknown) => typeof cause === 'object' && cause !== null && 'severity' in cause;

type Loss = ReturnType<typeof newLoss>;

function newLoss() {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const loss = {
    promise,
    is: false,
    happened: () => {
      loss.is = true;
      reject(lost('CONNECTION_CLOSED'));
    },
  };
  return loss;
}

const lost = (code: string) => Object.assign(new Error('the connection to the database was lost'), { code });
