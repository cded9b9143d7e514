import type { Store } from '../store.ts';

/** For how long an answer stands, so that asking often costs nothing. */
const KEPT_MS = 250;

/** Whether the server can do its work: the database answers, and what writes to it is alive. */
export class Readiness {
  readonly #store: Pick<Store, 'version'>;
  readonly #isWriterAlive: () => Promise<boolean>;
  #last: { at: number; obstacle: Promise<string | null> } | null = null;
  #isStopping = false;

  constructor(store: Pick<Store, 'version'>, isWriterAlive: () => Promise<boolean>) {
    this.#store = store;
    this.#isWriterAlive = isWriterAlive;
  }

  /** From now on nobody should send requests here. */
  stop(): void {
    this.#isStopping = true;
  }

  /** What is in the way; null where nothing is. */
  obstacle(): Promise<string | null> {
    const now = performance.now();
    if (this.#isStopping) return Promise.resolve('it is about to stop');
    if (this.#last === null || now - this.#last.at > KEPT_MS)
      this.#last = { at: now, obstacle: this.#look() };
    return this.#last.obstacle;
  }

  async #look(): Promise<string | null> {
    try {
      await this.#store.version();
    } catch {
      return 'its database does not answer';
    }
    return (await this.#isWriterAlive()) ? null : 'what writes to its database does not answer';
  }
}
