/** The shared memory of a relay: threads that take turns and hand on to each other, without their parent in between. */

/** Most slices of a lap: what its parent asks for at once. */
export const MOST_SLICES = 64;
/** Most threads of a relay. */
export const MOST_RUNNERS = 4;

/** A runner's cell says 0 for "wait", GO, or LEAVE: the relay is over. */
export const GO = 1;
export const LEAVE_RELAY = -1;

/** Views of one piece of shared memory. */
export interface RelayMemory {
  /** A cell for each runner. */
  go: Int32Array<SharedArrayBuffer>;
  /** One cell, which is not 0 once the lap is over. */
  done: Int32Array<SharedArrayBuffer>;
  /** Number of slices of the lap that are finished, and of all. */
  progress: Int32Array;
  /** Calls per slice, by runner. */
  calls: Int32Array;
  /** By slice: the runner, the duration, and 1 where the system took the processor away meanwhile. */
  order: Int32Array;
  ms: Float64Array;
  preempted: Int32Array;
}

export const FINISHED = 0;
export const LENGTH = 1;

export const newRelayMemory = () =>
  new SharedArrayBuffer(8 * MOST_SLICES + 4 * (2 * MOST_RUNNERS + 1 + 2 + 2 * MOST_SLICES));

/** The parts of the memory, one after the other. */
export function relayOf(memory: SharedArrayBuffer): RelayMemory {
  let at = 0;
  const integers = (length: number) => {
    const part = new Int32Array(memory, at, length);
    at += part.byteLength;
    return part;
  };
  const ms = new Float64Array(memory, 0, MOST_SLICES);
  at = ms.byteLength;
  return {
    ms,
    go: integers(MOST_RUNNERS),
    done: integers(1),
    progress: integers(2),
    calls: integers(MOST_RUNNERS),
    order: integers(MOST_SLICES),
    preempted: integers(MOST_SLICES),
  };
}
