import { readFileSync } from 'node:fs';

/** `/proc` counts processor time in these, whatever the kernel's own tick is (USER_HZ, man 5 proc). */
const TICK_MS = 10;

export interface Usage {
  user_ms: number;
  system_ms: number;
}

const readProc = (path: string): string | null => {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return null;
  }
};

/**
 * Processor time of all children of this process that have ended, and of theirs; null where the system does not tell.
 * Whole ticks of 10 ms, but of a sum that the kernel keeps exactly: one difference is coarse, the mean of many is not.
 */
export function usageOfChildren(): Usage | null {
  // The name of the program, in brackets, may contain anything; what follows are numbers (fields 16 and 17 of stat).
  const fields = readProc('self/stat')?.split(') ').at(-1)?.split(' ');
  const [user, system] = [Number(fields?.[13]), Number(fields?.[14])];
  return Number.isFinite(user + system) ? { user_ms: TICK_MS * user, system_ms: TICK_MS * system } : null;
}

/** The most resident memory that a process, or one that it started, has had (VmHWM); null when it is gone. */
export function peakOf(pid: number): number | null {
  const kib = /^VmHWM:\s*(\d+) kB$/m.exec(readProc(`${pid}/status`) ?? '')?.[1];
  if (kib === undefined) return null;
  const children = readProc(`${pid}/task/${pid}/children`)?.trim().split(' ') ?? [];
  const peaks = children.filter((child) => child !== '').map((child) => peakOf(Number(child)) ?? 0);
  return Math.max(1024 * Number(kib), ...peaks);
}
