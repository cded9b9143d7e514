import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Command } from '../../../src/cli/command.ts';
import type { Context } from '../../../src/cli/context.ts';

/** Runs a command with a context of its own and returns its exit code and what it wrote as data. */
export async function run(
  command: Command,
  cwd: string,
  options: Record<string, unknown>,
  env: Record<string, string> = {},
) {
  const stdout = new PassThrough();
  const context: Context = {
    argv: [],
    cwd,
    env,
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    clock: () => 0,
    random: () => 1,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    version: '0.0.0',
  };
  const written = text(stdout);
  const exit = await command.run(context, [], options).finally(() => stdout.end());
  return { exit, written: await written };
}
