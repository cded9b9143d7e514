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
/** Messages on their way: one that is written, and one that lies ready when that is done. */
const MOST_SENT = 2;

/**
 * A thread's line to the writer. What is asked for within one turn of the event loop goes as one message.
 * Each write is answered when it is on disk, or refused with `busy` where the writer ended before it said so.
 */
export class WriterLink {
  readonly #waiting = new Map<number, Waiting>();
  #port: MessagePort | null = null;
  #next = 0;
  #unsent: WriteMessage['writes'][number][] = [];
  /** Sizes of the messages that are not answered wholly. */
  #sent: number[] = [];
  #isScheduled = false;

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

  /** Whether what waits was written nobody knows: a repeated request finds out. */
  disconnect(): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#unsent = [];
    this.#sent = [];
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
    this.#schedule();
    this.#unsent.push({ id, write: { kind, request } as WriteMessage['writes'][number]['write'] });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
  }

  #schedule() {
    if (this.#isScheduled || this.#sent.length >= MOST_SENT) return;
    this.#isScheduled = true;
    setImmediate(() => this.#send());
  }

  /** What comes while the writer is busy gathers here: fewer messages, and larger transactions. */
  #send() {
    this.#isScheduled = false;
    const writes = this.#unsent;
    if (writes.length === 0 || this.#sent.length >= MOST_SENT) return;
    this.#unsent = [];
    this.#sent.push(writes.length);
    this.#port?.postMessage({ writes } satisfies WriteMessage);
  }

  #settle(outcomes: OutcomeMessage['outcomes']) {
    this.#answered(outcomes.length);
    for (const each of outcomes) {
      const waiting = this.#waiting.get(each.id);
      this.#waiting.delete(each.id);
      if ('outcome' in each) waiting?.resolve(each.outcome);
      else waiting?.reject(fromFailure(each.failure));
    }
  }

  /** Outcomes come in the order of the writes, of one message or of several at once. */
  #answered(count: number) {
    let left = count;
    while (left > 0 && this.#sent.length > 0) {
      const [first = 0] = this.#sent;
      if (first > left) this.#sent[0] = first - left;
      else this.#sent.shift();
      left -= Math.min(first, left);
    }
    if (this.#unsent.length > 0) this.#schedule();
  }
}

const busy = (reason: string) => new TitoError('busy', { reason, retry_after_s: `${RETRY_S}` });
const writerGone = () => busy('what writes to its file is being started again');
