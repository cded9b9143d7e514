import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import reference from '../src/timing/subjects/reference.ts';
import { openIsolate } from './open-isolate.ts';
import type { Table } from './ping-pong-thread.ts';
import type { Measurement } from './row.ts';
import { SMALL_PROGRAM, type Turn, turnOverhead } from './turn-overhead.ts';

const ROUNDS = 1_000;
const LIMIT_MS = 10_000;

/** What a turn of a worker costs beyond its slice, beside two threads that do nothing but wake each other. */
export const workerOverhead: Measurement = {
  id: 'worker_overhead',
  title: 'Overhead per turn: worker thread',
  needs_python: false,
  measure: async (surroundings) => {
    await using subject = await openIsolate(reference, '', SMALL_PROGRAM, surroundings);
    await using control = pingPong();
    return await turnOverhead(subject.isolate, reference.slice_ms, ROUNDS, control.turn, {
      id: workerOverhead.id,
      title: workerOverhead.title,
      beside: 'bare Atomics ping-pong',
    });
  },
};

function pingPong(): AsyncDisposable & { turn: (slice_ms: number) => Promise<Turn> } {
  const table: Table = {
    turn: new Int32Array(new SharedArrayBuffer(4)),
    ms: new Float64Array(new SharedArrayBuffer(8)),
  };
  const thread = new Worker(join(import.meta.dirname, 'ping-pong-thread.ts'), { workerData: table });
  return {
    turn: async (slice_ms) => {
      table.ms[0] = slice_ms;
      const start = performance.now();
      Atomics.store(table.turn, 0, 1);
      Atomics.notify(table.turn, 0);
      const woken = Atomics.wait(table.turn, 0, 1, LIMIT_MS);
      const wall_ms = performance.now() - start;
      if (woken === 'timed-out') throw new Error(`the thread gave no answer within ${LIMIT_MS / 1000} s`);
      return { wall_ms, slice_ms: table.ms[0] };
    },
    [Symbol.asyncDispose]: async () => {
      await thread.terminate();
    },
  };
}
