import * as z from 'zod';
import { milliseconds } from './primitives.ts';

/** Load of the machine at one moment. */
export const load = z.strictObject({
  /** Runnable processes averaged over one minute (Unix load average); null where the system has none. */
  load_1m: z.number().nonnegative().nullable(),
  /** Share of processor time (0..1) that the hypervisor gave to others since the run began; null if unknown. */
  steal_share: z.number().nonnegative().nullable(),
});
export type Load = z.infer<typeof load>;

/** The hardware and system a run was made on. */
export const systemInfo = z.strictObject({
  cpu: z.string(),
  /** Logical processors that this process may use (container limits applied). */
  cores: z.number().positive(),
  /** Memory that this process may use (container limits applied), in bytes. */
  memory_bytes: z.int().positive(),
  os: z.string(),
  arch: z.string(),
  node: z.string(),
  /** Version of the Python that runs the subject; null where none is involved. */
  python: z.string().nullable(),
  /** `ac`, `battery` or `unknown`. */
  power: z.enum(['ac', 'battery', 'unknown']),
  /** Container technology, or null for none. */
  container: z.string().nullable(),
  /** Hypervisor, or null for none (or none that can be seen). */
  virtual_machine: z.string().nullable(),
});
export type SystemInfo = z.infer<typeof systemInfo>;

export const environment = z.strictObject({
  system: systemInfo,
  /** Smallest difference between two readings of the clock that times slices. */
  timer_resolution_ms: milliseconds,
  before: load,
  after: load.nullable(),
});
export type Environment = z.infer<typeof environment>;
