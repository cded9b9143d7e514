import { median } from 'simple-statistics';
import type * as z from 'zod';
import type { commandFigures } from '../../schema/comparison-report.ts';
import type { ContenderBlock } from '../../schema/run.ts';
import { round } from '../round.ts';

const typical = (values: readonly number[]): number | null =>
  values.length > 0 ? round(median([...values])) : null;

/** Medians over all processes of a command; null where it is no command. */
export function commandFiguresOf(parts: readonly ContenderBlock[]): z.infer<typeof commandFigures> | null {
  const processes = parts.flatMap((part) => part.processes ?? []);
  if (processes.length === 0) return null;
  const memory = typical(
    processes.flatMap((each) => each.peak_memory_bytes.filter((bytes) => bytes !== null)),
  );
  return {
    user_ms: typical(processes.flatMap((each) => each.user_ms)),
    system_ms: typical(processes.flatMap((each) => each.system_ms)),
    peak_memory_bytes: memory === null ? null : Math.round(memory),
  };
}
