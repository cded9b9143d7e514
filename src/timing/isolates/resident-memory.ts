import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

const INTERVAL_MS = 100;
/** Where the system has no /proc, a program has to be started to look. */
const SLOW_INTERVAL_MS = 1000;
const MIB = 2 ** 20;

export interface ProcessMemory {
  /** Resident set size now, and the most that it has been (VmHWM). */
  resident_bytes: number;
  peak_bytes: number;
}

/** What Linux tells of a process's memory; null on another system, or when the process is gone. */
export function readProcessMemory(pid: number | 'self'): ProcessMemory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) =>
      1024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]);
    const memory = { resident_bytes: field('VmRSS'), peak_bytes: field('VmHWM') };
    return Number.isNaN(memory.resident_bytes + memory.peak_bytes) ? null : memory;
  } catch {
    return null;
  }
}

export interface MemoryWatch {
  pid: number | undefined;
  limit_bytes: number;
  /** Whether there is anything to watch: an idle process does not grow. */
  isBusy: () => boolean;
  /** @param limit the limit in words, such as `2 GiB` */
  onExceeded: (limit: string) => void;
}

/**
 * Looks at a process's resident memory ten times a second while it is busy.
 * @returns the function that ends the watch
 */
export function watchMemory({ pid, limit_bytes, isBusy, onExceeded }: MemoryWatch): () => void {
  if (pid === undefined || limit_bytes === Number.POSITIVE_INFINITY) return () => undefined;
  const isLinux = platform() === 'linux';
  const judge = (resident_bytes: number) => {
    if (resident_bytes > limit_bytes) onExceeded(inWords(limit_bytes));
  };
  const look = () => {
    if (!isBusy()) return;
    if (isLinux) judge(readProcessMemory(pid)?.resident_bytes ?? 0);
    else
      execFile('ps', ['-o', 'rss=', '-p', `${pid}`], (failure, kib) =>
        judge(failure ? 0 : 1024 * Number(kib)),
      );
  };
  const timer = setInterval(look, isLinux ? INTERVAL_MS : SLOW_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

const inWords = (size_bytes: number): string => {
  const mib = size_bytes / MIB;
  return mib >= 1024 ? `${Number((mib / 1024).toFixed(1))} GiB` : `${Math.round(mib)} MiB`;
};
