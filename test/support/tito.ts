import type { Context } from '../../src/cli/context.ts';
import { main } from '../../src/cli/main.ts';
import { fakeContext } from './context.ts';

export interface Result {
  exit: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in this process, with streams of its own. */
export async function tito(argv: readonly string[], given: Partial<Context> = {}): Promise<Result> {
  const { context, written } = fakeContext(argv, given);
  const exit = await main(context);
  return { exit, ...(await written()) };
}
