/** The shared memory through which a parent hands turns to a worker, and the requests around the turns. */
import type { Program } from '../../contracts.ts';

/** Indices of the number of calls to make (0: wait; LEAVE: stop taking turns), the reply flag, and the step under way. */
export const CALLS = 0;
export const REPLY = 1;
export const STEP = 2;
export const LEAVE = -1;
/** Indices of a finished slice's duration, and of 1 where the system took the processor away during it, else 0. */
export const MS = 0;
export const PREEMPTED = 1;

const CONTROL_BYTES = 16;

export const newTurnMemory = () => new SharedArrayBuffer(CONTROL_BYTES + 16);

export function turnsOf(memory: SharedArrayBuffer): {
  control: Int32Array<SharedArrayBuffer>;
  times: Float64Array;
} {
  return { control: new Int32Array(memory, 0, 3), times: new Float64Array(memory, CONTROL_BYTES, 2) };
}

export type Request =
  | { kind: 'load' }
  | { kind: 'rehearse'; program: Program }
  | { kind: 'turns' }
  | { kind: 'relay'; memory: SharedArrayBuffer; runner: number }
  | { kind: 'collections'; calls: number }
  | { kind: 'sample'; budget_ms: number }
  | { kind: 'result' }
  /** Of a function: set up with the seed and call once; and look again after the timing. */
  | { kind: 'prepare'; seed: number }
  | { kind: 'conclude' }
  | { kind: 'teardown' };

export interface WorkerInput {
  file: string;
  /** URL of tito's public API, what `import … from 'tito'` means to a subject. */
  api: string;
  memory: SharedArrayBuffer;
}
