import type { Isolate, Program, SubjectKind } from '../src/contracts.ts';
import type { Surroundings } from './row.ts';

const LIMIT_MS = 20_000;

/**
 * An isolate as any subject gets it, with the program compiled and run once.
 * @throws Error where the program fails, and what the kind throws
 */
export async function openIsolate(
  kind: SubjectKind,
  argument: string,
  program: Program,
  { root, python }: Surroundings,
): Promise<AsyncDisposable & { isolate: Isolate }> {
  const isolate = await kind.start(kind.resolve(argument, import.meta.dirname), {
    root,
    python,
    revision: null,
    limit_ms: LIMIT_MS,
    signal: new AbortController().signal,
    onOutput: () => undefined,
  });
  const { failure } = await isolate.rehearse(program);
  if (failure) {
    await isolate.close();
    throw new Error(`${failure.operation}: ${failure.message}`);
  }
  return { isolate, [Symbol.asyncDispose]: () => isolate.close() };
}
