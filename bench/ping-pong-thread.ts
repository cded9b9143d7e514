/** The other side of a bare ping-pong: busy for as long as it is told, then answers with the time that it took. */
import { workerData } from 'node:worker_threads';

export interface Table {
  /** Whose turn it is: 0 the parent's, 1 this thread's. */
  turn: Int32Array<SharedArrayBuffer>;
  /** Milliseconds that are asked for, then those taken. */
  ms: Float64Array<SharedArrayBuffer>;
}

const { turn, ms } = workerData as Table;

for (;;) {
  Atomics.wait(turn, 0, 0);
  const start = performance.now();
  const end = start + (ms[0] ?? 0);
  let now = start;
  while (now < end) now = performance.now();
  ms[0] = now - start;
  Atomics.store(turn, 0, 0);
  Atomics.notify(turn, 0);
}
