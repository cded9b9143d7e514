import type { Outcome, Writes } from '../store.ts';

/** How full a bucket was at a time. */
export interface Bucket {
  level: number;
  at: number;
}

/**
 * A token bucket: it holds at most `capacity` and refills at a steady rate (Tanenbaum & Wetherall, "Computer Networks",
 * 5th ed., 5.4.2). A clock that was set back refills nothing and starts from there.
 *
 * @param before null for one that nobody has taken from: it is full
 */
export function takeFrom(
  before: Bucket | null,
  { cost, capacity, per_second, at }: Writes['take']['request'],
): { bucket: Bucket; outcome: Outcome<'take'> } {
  const passed_ms = before ? Math.max(0, at - before.at) : 0;
  const level = before ? Math.min(capacity, before.level + (passed_ms * per_second) / 1000) : capacity;
  const taken = Math.max(0, Math.min(cost, Math.floor(level)));
  const left = level - taken;
  const until = (wanted: number) => Math.max(0, Math.ceil(((wanted - left) / per_second) * 1000));
  return {
    bucket: { level: left, at },
    outcome: {
      kind: 'taken',
      taken,
      remaining: Math.floor(left),
      full_in_ms: until(capacity),
      next_in_ms: until(1),
    },
  };
}
