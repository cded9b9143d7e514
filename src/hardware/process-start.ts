import { readFileSync } from 'node:fs';

/** When a process was started, in clock ticks since the machine was (field 22, proc(5)); null where there is none, or no /proc. */
export function startOf(process: number, root = '/proc'): string | null {
  try {
    return statFields(process, root)[19] ?? null;
  } catch {
    return null;
  }
}

/** Fields of `/proc/N/stat` from the third on: the second, its name, stands in parentheses and may hold any character. */
export function statFields(process: number, root = '/proc'): string[] {
  const stat = readFileSync(`${root}/${process}/stat`, 'utf8');
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .trimEnd()
    .split(' ');
}
