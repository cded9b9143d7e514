import { errcodeOf } from './threads/messages.ts';

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

const FLUSH_MS = 100;
const FLUSH_CHARACTERS = 16_384;
const OFTEN_MS = 1000;

/**
 * The server's log: one JSON object in a line. What it is given are patterns, numbers and codes; addresses, tokens,
 * bodies and names are not, and there is no way to hand them in with a request.
 * Lines are gathered for a moment, since each write to a pipe costs as much as answering a request.
 */
export class RequestLog {
  readonly #write: (text: string) => void;
  readonly #clock: () => number;
  readonly #often = new Map<string, number>();
  #lines = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(write: (text: string) => void, clock: () => number) {
    this.#write = write;
    this.#clock = clock;
  }

  tell(level: 'info' | 'warning' | 'error', event: string, facts: LogFacts = {}): void {
    const time = new Date(this.#clock()).toISOString();
    this.#lines += `${JSON.stringify({ time, level, event, ...facts })}\n`;
    if (level === 'error' || this.#lines.length > FLUSH_CHARACTERS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  /** What may happen thousands of times a second: the first is told at once, how many followed once a second. */
  tellOften(level: 'warning' | 'error', event: string, facts: LogFacts = {}): void {
    const key = `${event} ${JSON.stringify(facts)}`;
    const more = this.#often.get(key);
    if (more !== undefined) return void this.#often.set(key, more + 1);
    this.tell(level, event, facts);
    this.#often.set(key, 0);
    setTimeout(() => {
      const times = this.#often.get(key) ?? 0;
      this.#often.delete(key);
      if (times > 0) this.tell(level, event, { ...facts, times });
    }, OFTEN_MS).unref();
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#lines;
    this.#lines = '';
    if (lines !== '') this.#write(lines);
  }
}

/**
 * What the log may know of an error: its kind and where it was thrown. The message only where SQLite wrote it, which
 * names tables and files; others may quote what somebody sent.
 */
export function factsOf(error: unknown): LogFacts {
  if (!(error instanceof Error)) return { error: typeof error };
  const errcode = errcodeOf(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...(errcode === null ? {} : { errcode, reason: error.message }),
    stack: frames
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' | '),
  };
}
