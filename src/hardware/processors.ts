import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Processors that this process may run on, by the system's numbers (Linux; elsewhere they are counted from 0). */
export function allowedProcessors(root = '/'): number[] {
  try {
    const status = readFileSync(`${root}proc/self/status`, 'utf8');
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1];
    if (list !== undefined) return parseProcessorList(list);
  } catch {
    // No such file: not Linux.
  }
  return Array.from({ length: availableParallelism() }, (_, processor) => processor);
}

/** The Linux kernel's list format: `0-2,7` is 0, 1, 2 and 7. */
export function parseProcessorList(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
