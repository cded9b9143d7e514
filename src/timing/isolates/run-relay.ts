import type { watchPreemption } from './own-preemption.ts';
import { FINISHED, GO, LEAVE_RELAY, LENGTH, relayOf } from './relay-memory.ts';
import type { Loop } from './serve-turns.ts';

/**
 * One runner's part of a relay: waits for its turn, takes it and wakes whose turn is next. All runners are confined to one
 * processor, so that handing on is a switch between two threads: `npm run bench` has what a slice then costs beside itself,
 * about a third of what it does with a parent on another processor in between.
 *
 * @param runner its index
 */
export async function runRelay(
  loop: Loop,
  memory: SharedArrayBuffer,
  runner: number,
  beginSlice: ReturnType<typeof watchPreemption>,
): Promise<void> {
  const { go, done, progress, calls, order, ms, preempted } = relayOf(memory);
  for (;;) {
    Atomics.wait(go, runner, 0);
    const handed = Atomics.exchange(go, runner, 0);
    if (handed === LEAVE_RELAY) return;
    // Woken by a runner that lost its processor between handing on and waking, when that turn was over already.
    if (handed !== GO) continue;
    let slice = progress[FINISHED] ?? 0;
    const length = progress[LENGTH] ?? 0;
    for (; slice < length && order[slice] === runner; slice++) {
      const isPreempted = beginSlice();
      const taken = loop(calls[runner] ?? 1);
      const took = typeof taken === 'number' ? taken : await taken;
      ms[slice] = took;
      preempted[slice] = isPreempted(took) ? 1 : 0;
      progress[FINISHED] = slice + 1;
    }
    const [cell, index, word] = slice < length ? [go, order[slice] ?? 0, GO] : [done, 0, 1];
    Atomics.store(cell, index, word);
    Atomics.notify(cell, index);
  }
}
