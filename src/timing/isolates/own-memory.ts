import { writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { readProcessMemory } from './resident-memory.ts';

/** Memory of the process that this runs in. */
export interface OwnMemory {
  /** Collects garbage and takes what is resident now for the idle state. */
  markIdle: () => void;
  /** Collects garbage and lets the peak start anew, or makes it unknown where the system has no way to. */
  forgetPeak: () => void;
  read: () => { idle_bytes: number | null; peak_bytes: number | null };
}

/**
 * The peak is VmHWM and not `maxRSS` where it can be helped: on Linux that one starts at what the parent had when it
 * forked. Needs `--expose-gc`; the collector is taken away from the subject, whose memory it would change.
 */
export function ownMemory(): OwnMemory {
  const collect = globalThis.gc;
  globalThis.gc = undefined;
  const { resourceUsage } = process;
  let idle: number | null = null;
  let isPeakKnown = true;
  const startPeakAnew = () => {
    collect?.();
    try {
      writeFileSync('/proc/self/clear_refs', '5');
      return true;
    } catch {
      return false;
    }
  };
  const peak = () => {
    if (platform() === 'linux') return readProcessMemory('self')?.peak_bytes ?? null;
    return 1024 * resourceUsage.call(process).maxRSS;
  };
  return {
    markIdle: () => {
      startPeakAnew();
      idle = readProcessMemory('self')?.resident_bytes ?? process.memoryUsage.rss();
    },
    forgetPeak: () => {
      isPeakKnown = startPeakAnew();
    },
    read: () => ({ idle_bytes: idle, peak_bytes: isPeakKnown ? peak() : null }),
  };
}
