/** What every worker thread does for its parent: it loads one file, answers requests and takes turns. */
import { readlinkSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { touchYoungObjects } from './grown-heap.ts';
import { observeCollections } from './observe-collections.ts';
import { watchPreemption } from './own-preemption.ts';
import { runRelay } from './run-relay.ts';
import {
  CALLS,
  LEAVE,
  MS,
  PREEMPTED,
  REPLY,
  type Request,
  STEP,
  turnsOf,
  type WorkerInput,
} from './turn-memory.ts';

/** Time of `calls` calls in milliseconds. */
export type Loop = (calls: number) => number | Promise<number>;

/** The part of a worker that knows what it measures. */
export interface Served {
  /** @param value the file's default export @returns what the parent is told beside the thread's number */
  load: (value: unknown) => object;
  /** What takes turns. */
  loop: () => Loop;
  answer: (request: Exclude<Request, { kind: 'load' | 'turns' | 'relay' | 'collections' }>) => unknown;
}

export interface Surroundings {
  /** The clock as it was before the subject was loaded, so that it can't put another one in its place. */
  now: () => number;
  /** Says which part of a request is under way, for when it never ends. */
  onStep: (index: number) => void;
}

/** Serves the parent for as long as the thread lives. */
export function serveTurns(create: (surroundings: Surroundings) => Served): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread');
  const input = workerData as WorkerInput;
  const turns = turnsOf(input.memory);
  const beginSlice = watchPreemption();
  // Every block starts fresh threads that load the same files: without the cache, taking the types out of TypeScript
  // doubles the start. It keeps bytecode, never optimised code.
  enableCompileCache();
  // A subject may import its types and `defineSubject` from 'tito' wherever it lies.
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'tito' ? { url: input.api, shortCircuit: true } : next(specifier, context),
  });
  const served = create({
    now: performance.now.bind(performance),
    onStep: (index) => Atomics.store(turns.control, STEP, index),
  });
  const answer = async (request: Request): Promise<unknown> => {
    if (request.kind === 'turns') return takeTurns(served.loop(), turns, beginSlice);
    if (request.kind === 'relay') return runRelay(served.loop(), request.memory, request.runner, beginSlice);
    if (request.kind === 'collections') return observeCollections(served.loop(), request.calls);
    if (request.kind !== 'load') return served.answer(request);
    const module = (await import(pathToFileURL(input.file).href)) as { default?: unknown };
    // A thread that is terminated does not write the cache by itself.
    setImmediate(flushCompileCache);
    touchYoungObjects();
    return { ...served.load(module.default), thread: threadNumber() };
  };
  port.on('message', async ({ id, ...request }: Request & { id: number }) => {
    try {
      port.postMessage({ id, ok: true, value: await answer(request as Request) });
    } catch (cause) {
      const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      port.postMessage({ id, ok: false, message });
    }
  });
}

/** The system's number of this thread, or null where it doesn't tell. */
function threadNumber(): number | null {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

/** Takes turns until told to leave: blocked between them, so that nothing else runs in this thread. */
async function takeTurns(
  loop: Loop,
  { control, times }: ReturnType<typeof turnsOf>,
  beginSlice: ReturnType<typeof watchPreemption>,
): Promise<void> {
  for (;;) {
    Atomics.wait(control, CALLS, 0);
    const calls = Atomics.exchange(control, CALLS, 0);
    if (calls === LEAVE) return;
    const isPreempted = beginSlice();
    const taken = loop(calls);
    const ms = typeof taken === 'number' ? taken : await taken;
    times[MS] = ms;
    times[PREEMPTED] = isPreempted(ms) ? 1 : 0;
    Atomics.store(control, REPLY, 1);
    Atomics.notify(control, REPLY);
  }
}
