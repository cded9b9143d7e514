import { readFileSync } from 'node:fs';

/**
 * Most resident memory that a process has had, in bytes (`VmHWM`, proc(5)); null where the system does not tell. Unlike
 * `maxRSS` it starts anew with the program: on Linux that one includes what the parent had when it started this one.
 *
 * @param process id of the process, or `self`
 */
export function peakMemory(process: number | 'self', root = '/proc'): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`${root}/${process}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
