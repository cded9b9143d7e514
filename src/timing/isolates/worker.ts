/** Runs inside a worker thread: loads one subject, then computes and times what the parent asks for. */
import { readlinkSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Subject } from '../../contracts.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import { type Compiled, compile } from './compile.ts';
import { sampleCalls } from './sample.ts';
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

const input = workerData as WorkerInput;
const { control, times } = turnsOf(input.memory);
const port = parentPort;
// Taken before the subject is loaded, so that it can't put another clock in its place.
const now = performance.now.bind(performance);
if (!port) throw new Error('this file runs as a worker thread');

// A subject may import its types and `defineSubject` from 'tito' wherever it lies.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'tito' ? { url: input.api, shortCircuit: true } : next(specifier, context),
});

let subject: Subject = { name: '' };
let compiled: Compiled | undefined;

function current(): Compiled {
  if (!compiled) throw new Error('nothing was rehearsed');
  return compiled;
}

async function load() {
  const module = (await import(pathToFileURL(input.file).href)) as { default?: unknown };
  const value = module.default;
  if (typeof value !== 'object' || value === null)
    throw new TypeError('the file has no default export with functions');
  subject = value as Subject;
  const present = [...OPERATIONS, 'values' as const].filter((name) => typeof subject[name] === 'function');
  return { name: typeof subject.name === 'string' ? subject.name : '', present, thread: threadNumber() };
}

/** The system's number of this thread, or null where it doesn't tell. */
function threadNumber(): number | null {
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

/** Takes turns until told to leave: blocked meanwhile, so that nothing else runs in this thread. */
function takeTurns(): void {
  const { loop } = current();
  for (;;) {
    Atomics.wait(control, CALLS, 0);
    const calls = Atomics.exchange(control, CALLS, 0);
    if (calls === LEAVE) return;
    const before = process.resourceUsage().involuntaryContextSwitches;
    times[MS] = loop(calls);
    const after = process.resourceUsage().involuntaryContextSwitches;
    times[PREEMPTED] = after - before;
    Atomics.store(control, REPLY, 1);
    Atomics.notify(control, REPLY);
  }
}

function answer(request: Request): unknown {
  switch (request.kind) {
    case 'load':
      return load();
    case 'rehearse':
      compiled = compile(request.program, subject, now, (index) => Atomics.store(control, STEP, index));
      return compiled.rehearsal;
    case 'turns':
      return takeTurns();
    case 'sample':
      return sampleCalls(current().loop, request.budget_ms);
    case 'result':
      return Float64Array.from(current().result());
  }
}

port.on('message', async (request: Request) => {
  try {
    port.postMessage({ ok: true, value: await answer(request) });
  } catch (cause) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    port.postMessage({ ok: false, message });
  }
});
