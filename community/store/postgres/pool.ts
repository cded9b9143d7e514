import { type Connected, connect } from './connect.ts';
import { busy, causeOf, reasonOf, refusalOf } from './failures.ts';
import type { Statement } from './statement.ts';

export interface PoolOptions {
  connections: number;
  /** Questions that may wait for a connection or an answer. */
  most_waiting: number;
  /** Longest wait for an answer, that for a connection included. */
  limit_ms: number;
  /** Hears why the database can't be asked. */
  onTrouble: (reason: string) => void;
}

/** Time that what is under way on connections that are given up gets to be answered. */
const LAST_S = 5;

/**
 * Connections for questions. Nothing waits without an end: who would have to wait behind too many, or for too long, is
 * refused. After a failure of a connection all of them are replaced, so that a database that is back is asked again
 * whatever state the old ones were left in.
 */
export class Pool {
  readonly #url: string;
  readonly #options: PoolOptions;
  #connected: Connected | null = null;
  #waiting = 0;

  constructor(url: string, options: PoolOptions) {
    this.#url = url;
    this.#options = options;
  }

  async rows<Row>({ text, values }: Statement): Promise<Row[]> {
    const { most_waiting, limit_ms, onTrouble } = this.#options;
    if (this.#waiting >= most_waiting) throw busy('too many wait for its database', 1);
    this.#connected ??= connect(this.#url, this.#options.connections);
    const connected = this.#connected;
    this.#waiting++;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([
        // What a row has is the statement's to say: the driver can't know.
        connected.unsafe(text, [...values], { prepare: true }).then((rows) => rows as unknown as Row[]),
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new NoAnswer()), limit_ms);
        }),
      ]);
    } catch (cause) {
      if (cause instanceof NoAnswer) {
        onTrouble('there is no answer');
        this.#replace(connected);
        throw busy('its database does not answer', 2, cause);
      }
      if (causeOf(cause) === 'lost') this.#replace(connected);
      const reason = reasonOf(cause);
      if (reason !== null) onTrouble(reason);
      throw refusalOf(cause);
    } finally {
      this.#waiting--;
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = null;
    await connected?.end({ timeout: LAST_S });
  }

  #replace(connected: Connected) {
    if (this.#connected === connected) this.#connected = null;
    connected.end({ timeout: LAST_S }).catch(() => {});
  }
}

class NoAnswer extends Error {}
