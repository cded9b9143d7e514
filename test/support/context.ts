import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Context } from '../../src/cli/context.ts';

/** The repository, which is the root that sources run with. */
export const REPOSITORY = join(import.meta.dirname, '../..');

/** A Context whose streams can be read once the command is done. */
export interface FakeContext {
  context: Context;
  interrupt: () => void;
  /** Ends the streams and returns what was written to them. Once only. */
  written: () => Promise<{ stdout: string; stderr: string }>;
}

/** The outside world of a test: nothing of the process leaks in unless it is given. */
export function fakeContext(argv: readonly string[], given: Partial<Context> = {}): FakeContext {
  const controller = new AbortController();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  // Read from the start, as a terminal or a pipe does: a stream that nobody reads takes no more after a while.
  const texts = Promise.all([text(stdout), text(stderr)]);
  return {
    context: {
      argv,
      cwd: given.root ?? REPOSITORY,
      env: { PATH: process.env.PATH },
      stdin: new PassThrough().end(),
      stdout,
      stderr,
      signal: controller.signal,
      clock: () => Date.UTC(2026, 0, 31, 12, 0, 0),
      random: () => 1,
      root: REPOSITORY,
      version: '1.2.3',
      ...given,
    },
    interrupt: () => controller.abort(),
    written: async () => {
      stdout.end();
      stderr.end();
      const [out, err] = await texts;
      return { stdout: out, stderr: err };
    },
  };
}
