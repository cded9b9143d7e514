import { readFileSync } from 'node:fs';
import { loadavg, platform } from 'node:os';
import type { Load } from '../schema/environment.ts';

/** Processor time since the machine started, in ticks over all processors. */
export interface ProcessorTimes {
  total: number;
  stolen: number;
}

/** Processor times of now, to be given to `readLoad` later; null where the system doesn't tell (not Linux). */
export function readProcessorTimes(): ProcessorTimes | null {
  try {
    return parseProcessorTimes(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Reads the first line of `/proc/stat`: user nice system idle iowait irq softirq steal (guest times, which
 * follow, are contained in user and nice).
 */
export function parseProcessorTimes(text: string): ProcessorTimes | null {
  const ticks = /^cpu\s+(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/).slice(0, 8).map(Number);
  if (ticks?.length !== 8 || ticks.some(Number.isNaN)) return null;
  return { total: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
}

/**
 * Load of the machine now.
 *
 * @param since times read earlier; without them the stolen share is null
 */
export function readLoad(since: ProcessorTimes | null = null): Load {
  // Windows has no load average, and Node reports zeros for it.
  const load_1m = platform() === 'win32' ? null : (loadavg()[0] ?? null);
  return { load_1m, steal_share: stealShare(since, readProcessorTimes()) };
}

/** Share (0..1) of processor time between two readings that the hypervisor gave to others; null if unknown. */
export function stealShare(before: ProcessorTimes | null, after: ProcessorTimes | null): number | null {
  if (!before || !after || after.total <= before.total) return null;
  return Math.max(0, after.stolen - before.stolen) / (after.total - before.total);
}
