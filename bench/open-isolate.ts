import type { Isolate, IsolateOptions, Program, SubjectKind } from '../src/contracts.ts';
import type { Surroundings } from './row.ts';

const LIMIT_MS = 20_000;

/** What every isolate of the bench is started with. */
export const isolateOptions = ({ root, python }: Surroundings): IsolateOptions => ({
  root,
  python,
  revision: null,
  limit_ms: LIMIT_MS,
  signal: new AbortController().signal,
  onOutput: () => undefined,
});

/**
 * An isolate as any subject gets it, with the program compiled and run once.
 * @throws Error where the program fails, and what the kind throws
 */
export async function openIsolate(
  kind: SubjectKind,
  argument: string,
  program: Program,
  surroundings: Surroundings,
): Promise<AsyncDisposable & { isolate: Isolate }> {
  const spec = kind.resolve(argument, import.meta.dirname);
  const isolate = await kind.start(spec, isolateOptions(surroundings));
  const { failure } = await isolate.rehearse(program);
  if (failure) {
    await isolate.close();
    throw new Error(`${failure.operation}: ${failure.message}`);
  }
  return { isolate, [Symbol.asyncDispose]: () => isolate.close() };
}
