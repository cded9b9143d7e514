import { Readable } from 'node:stream';
import { TitoError } from '../../src/errors.ts';
import type { StatsAnswer } from '../../src/schema/community/answers.ts';

export interface LiveNumbersOptions {
  /** Goes up with every change that somebody could see. */
  version: () => Promise<number>;
  stats: () => Promise<StatsAnswer>;
  /** Who may listen at the same time; further ones are asked to come back. */
  most?: number;
  /** Between two looks at the registry, in milliseconds. */
  look_ms?: number;
  /** After so long a listener has to come again, in milliseconds; browsers do by themselves. */
  lifetime_ms?: number;
}

const MOST = 512;
const LOOK_MS = 1000;
const LIFETIME_MS = 600_000;
/** Proxies give up connections on which nothing is said for a minute. */
const BEAT_MS = 20_000;
const RETRY_MS = 5000;
/** What a listener may leave unread; the next message would only be one more. */
const MOST_UNREAD_BYTES = 16_384;

/**
 * The totals for whoever looks at a page, as server-sent events (HTML Living Standard, 9.2). The registry is looked at
 * once a second for all of them together, and only while there are any. What is told are the totals of everybody, which
 * anybody may ask for; a joining is told without its country or institution.
 */
export class LiveNumbers {
  readonly #options: Required<LiveNumbersOptions>;
  readonly #listeners = new Map<Readable, NodeJS.Timeout>();
  #timer: NodeJS.Timeout | undefined;
  #version: number | null = null;
  #message = '';
  #beat_at = 0;
  #isClosed = false;

  constructor(options: LiveNumbersOptions) {
    this.#options = { most: MOST, look_ms: LOOK_MS, lifetime_ms: LIFETIME_MS, ...options };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /**
   * A stream of events that begins with the numbers as they are.
   * @throws TitoError `busy` where too many listen
   */
  async open(): Promise<Readable> {
    if (this.#isClosed || this.#listeners.size >= this.#options.most) {
      throw new TitoError('busy', { reason: 'too many listen to it', retry_after_s: '30' });
    }
    const stream = new Readable({ read: () => {}, highWaterMark: MOST_UNREAD_BYTES });
    const end = setTimeout(() => stream.push(null), this.#options.lifetime_ms).unref();
    this.#listeners.set(stream, end);
    stream.once('close', () => this.#forget(stream));
    try {
      stream.push(`retry: ${RETRY_MS}\n\n`);
      const isFirst = this.#listeners.size === 1;
      if (isFirst || this.#message === '') await this.#refresh();
      stream.push(this.#message);
    } catch (cause) {
      stream.destroy();
      throw cause;
    }
    this.#timer ??= setInterval(() => this.#look(), this.#options.look_ms).unref();
    return stream;
  }

  /** Ends all streams; none is opened any more. */
  close(): void {
    this.#isClosed = true;
    for (const stream of [...this.#listeners.keys()]) stream.push(null);
    this.#stop();
  }

  #forget(stream: Readable): void {
    clearTimeout(this.#listeners.get(stream));
    this.#listeners.delete(stream);
    if (this.#listeners.size === 0) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const before = this.#message;
    this.#refresh().then(
      () => {
        if (this.#message !== before) this.#tell(this.#message);
        else if (Date.now() - this.#beat_at > BEAT_MS) this.#tell(':\n\n');
      },
      // A registry that can't be read for a moment is asked again the next time.
      () => {},
    );
  }

  async #refresh(): Promise<void> {
    const version = await this.#options.version();
    if (version === this.#version) return;
    const { total, countries, institutions, this_week } = await this.#options.stats();
    this.#version = version;
    const numbers = JSON.stringify({ total, countries, institutions, this_week });
    this.#message = `event: numbers\ndata: ${numbers}\n\n`;
  }

  #tell(message: string): void {
    this.#beat_at = Date.now();
    for (const stream of [...this.#listeners.keys()]) {
      if (stream.readableLength > MOST_UNREAD_BYTES) stream.destroy();
      else stream.push(message);
    }
  }
}
