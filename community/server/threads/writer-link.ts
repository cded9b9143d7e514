import type { MessagePort } from 'node:worker_threads';
import { TitoError } from '../../../src/errors.ts';
import type { Outcome, WriteKind, Writes } from '../../store.ts';
import { fromFailure, type OutcomeMessage, type WriteMessage } from './messages.ts';

interface Waiting {
  resolve: (outcome: Outcome) => void;
  reject: (cause: Error) => void;
}

/** Writes that may wait for the writer before more are turned away. */
const MOST_WAITING = 20_000;
const RETRY_S = 1;

/**
 * A thread's line to the writer. What is asked for within one turn of the event loop goes as one message.
 * Each write is answered when it is on disk, or refused with `busy` where the writer ended before it said so.
 */
export class WriterLink {
  readonly #waiting = new Map<number, Waiting>();
  #port: MessagePort | null = null;
  #next = 0;
  #unsent: WriteMessage['writes'][number][] = [];
  /** Writes that the writer has and has not answered. */
  #sent = 0;
  #isScheduled = false;
  #onAnswers = () => {};

  /** Writes that are not answered yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes the place of a line that was there before. */
  connect(port: MessagePort): void {
    this.disconnect();
    this.#port = port;
    port.on('message', ({ outcomes }: OutcomeMessage) => this.#settle(outcomes));
    port.on('close', () => {
      if (this.#port === port) this.disconnect();
    });
  }

  /** @param hear is called when something was written, before anybody is told */
  beforeAnswers(hear: () => void): void {
    this.#onAnswers = hear;
  }

  /** Whether what waits was written nobody knows: a repeated request finds out. */
  disconnect(): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#unsent = [];
    this.#sent = 0;
    this.#port?.close();
    this.#port = null;
    for (const { reject } of lost) reject(writerGone());
  }

  write<K extends WriteKind>(kind: K, request: Writes[K]['request']): Promise<Outcome<K>>;
  write(kind: WriteKind, request: Writes[WriteKind]['request']): Promise<Outcome> {
    if (this.#port === null) return Promise.reject(writerGone());
    if (this.#waiting.size >= MOST_WAITING)
      return Promise.reject(busy('too many changes wait to be written'));
    const id = this.#next++;
    this.#unsent.push({ id, write: { kind, request } as WriteMessage['writes'][number]['write'] });
    this.#schedule();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  /**
   * What comes while the writer is busy gathers here, and goes when it is done: one large transaction is written in
   * hardly more time than a small one.
   */
  #schedule() {
    if (this.#isScheduled || this.#sent > 0 || this.#unsent.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => this.#send());
  }

  #send() {
    this.#isScheduled = false;
    const writes = this.#unsent;
    if (writes.length === 0) return;
    this.#unsent = [];
    this.#sent = writes.length;
    this.#port?.postMessage({ writes } satisfies WriteMessage);
  }

  #settle(outcomes: OutcomeMessage['outcomes']) {
    this.#onAnswers();
    this.#sent -= outcomes.length;
    // Before anything is answered: the writer is at work on the next ones while these are.
    if (this.#sent === 0) this.#send();
    for (const each of outcomes) {
      const waiting = this.#waiting.get(each.id);
      this.#waiting.delete(each.id);
      if ('outcome' in each) waiting?.resolve(each.outcome);
      else waiting?.reject(fromFailure(each.failure));
    }
  }
}

const busy = (reason: string) => new TitoError('busy', { reason, retry_after_s: `${RETRY_S}` });
const writerGone = () => busy('what writes to its file is being started again');
