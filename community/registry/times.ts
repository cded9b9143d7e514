import { dayOf } from '../contributions.ts';

export const DAY_MS = 86_400_000;

/** Today and the six days before it (UTC), as day numbers: what people call the last seven days. */
export const lastWeek = (at: number): { from: number; to: number } => ({
  from: dayOf(at) - 6,
  to: dayOf(at),
});

export const iso = (at: number): string => new Date(at).toISOString();

/** `2026-09-17`, of a time in UTC. */
export const isoDay = (at: number): string => iso(at).slice(0, 10);

/** `2026-09`. */
export const isoMonth = (at: number): string => iso(at).slice(0, 7);

/** Number of a month's first day, of `2026-09`. */
export const dayOfMonth = (month: string): number => dayOf(Date.parse(`${month}-01`));

/** `2027-01` of `2026-12`. */
export const nextMonth = (month: string): string => isoMonth((dayOfMonth(month) + 31) * DAY_MS);
