import { openSync, readSync } from 'node:fs';

/** Of a slice: what a thread waits less than this changes its time by less than a per cent as well. */
const NEGLIGIBLE_SHARE = 0.01;
const LONGEST_LINE = 64;

/** Says of a slice of so many milliseconds, which began with the call that gave this function, whether it was pre-empted. */
export type Slice = (ms: number) => boolean;

/**
 * How the thread that calls it finds out whether the system took its processor away during a slice: the kernel counts how
 * long each thread was ready and had none (`schedstat`, Linux). Where it doesn't, as on other systems, the involuntary
 * context switches of the whole process have to do, which also has threads that nothing is timed in.
 *
 * @returns to be called before each slice
 */
export function watchPreemption(): () => Slice {
  const waited_ns = openWaitingTime();
  if (waited_ns === null) {
    const switches = () => process.resourceUsage().involuntaryContextSwitches;
    return () => {
      const before = switches();
      return () => switches() > before;
    };
  }
  return () => {
    const before = waited_ns();
    return (ms) => waited_ns() - before > NEGLIGIBLE_SHARE * 1e6 * ms;
  };
}

/** Time that this thread was ready to run without a processor, in nanoseconds; null where the kernel doesn't count it. */
function openWaitingTime(): (() => number) | null {
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const line = Buffer.alloc(LONGEST_LINE);
    // Time on a processor, time waiting for one, and how often it got one.
    const read = () =>
      line
        .toString('latin1', 0, readSync(file, line, 0, LONGEST_LINE, 0))
        .split(' ')
        .map(Number);
    const [running = 0] = read();
    // A thread that has come here has run: it is not counted.
    if (!(running > 0)) return null;
    return () => read()[1] ?? 0;
  } catch {
    return null;
  }
}
