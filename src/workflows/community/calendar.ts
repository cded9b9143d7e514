import { TitoError } from '../../errors.ts';

/** A day that is in the calendar: February has no 30th, though `Date` would take it for one of March. */
export function isDay(text: string): boolean {
  const at = Date.parse(text);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/;
const DAY_MS = 86_400_000;

/**
 * A moment to come, in milliseconds since 1970: a time with its zone, or a day (UTC).
 * @param edge whether a day means its beginning or its end
 * @throws TitoError `usage`
 */
export function momentToCome(
  word: string,
  { flag, edge, now, command }: { flag: string; edge: 'begin' | 'end'; now: number; command: string },
): number {
  const day = TIME.exec(word)?.[1] ?? word;
  const at = Date.parse(word);
  if (!isDay(day) || Number.isNaN(at)) {
    const message = `${flag} is a day as YYYY-MM-DD, or a time as 2026-12-01T18:00Z, not '${word}'.`;
    throw new TitoError('usage', { message, command });
  }
  const moment = day === word && edge === 'end' ? at + DAY_MS : at;
  if (moment > now) return moment;
  throw new TitoError('usage', { message: `${flag} has passed already: ${word}.`, command });
}
