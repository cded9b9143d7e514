import type { Readable, Writable } from 'node:stream';

/** What text is written to; a TTY has colours and progress. */
export interface Sink {
  /** @param onWritten called once the text has been taken, or with what went wrong */
  write: (text: string | Uint8Array, onWritten?: (cause?: Error | null) => void) => boolean;
  isTTY?: boolean;
  columns?: number;
}

/** Everything of the outside world that tito touches, so that a test can hand in its own. */
export interface Context {
  /** Words after `tito`. */
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Sink;
  stderr: Writable & Sink;
  /** Aborted when the user interrupts. */
  signal: AbortSignal;
  /** Wall-clock time in milliseconds since 1970; never used to time anything. */
  clock: () => number;
  /** A fresh seed where the user gave none: an unsigned 32-bit integer. */
  random: () => number;
  /** Folder that holds `src`, `benchmarks`, `suites` and `profiles`: the repository, or `dist` when built. */
  root: string;
  version: string;
}
