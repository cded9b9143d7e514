import { mean, median } from 'simple-statistics';
import type * as z from 'zod';
import type { commandFigures } from '../../schema/comparison-report.ts';
import type { ContenderBlock } from '../../schema/run.ts';
import { round } from '../round.ts';

const typical = (values: readonly number[]): number | null =>
  values.length > 0 ? round(median([...values])) : null;

const average = (values: readonly number[]): number | null =>
  values.length > 0 ? round(mean([...values])) : null;

/**
 * Processor time, the mean over all processes of a command because the system counts it in steps of 10 ms, and peak
 * memory, the median; null where it is no command.
 */
export function commandFiguresOf(parts: readonly ContenderBlock[]): z.infer<typeof commandFigures> | null {
  const processes = parts.flatMap((part) => part.processes ?? []);
  if (processes.length === 0) return null;
  const memory = typical(
    processes.flatMap((each) => each.peak_memory_bytes.filter((bytes) => bytes !== null)),
  );
  return {
    user_ms: average(processes.flatMap((each) => each.user_ms)),
    system_ms: average(processes.flatMap((each) => each.system_ms)),
    peak_memory_bytes: memory === null ? null : Math.round(memory),
  };
}
