const DAY_MS = 86_400_000;
const PUBLIC = 'public, max-age=60, stale-while-revalidate=600';
const PRIVATE = 'private, no-store';

/** Answers to a member, and refusals, are kept by nobody. */
export const UNKEPT: Readonly<Record<string, string>> = { 'cache-control': PRIVATE };

/**
 * Of an answer that is the same for everybody. It hangs on the registry's version, and on the day: "this week" moves on
 * by itself. Weak, since it stands for what is said, not for its bytes (RFC 9110, 8.8.1).
 *
 * @param program version of tito, whose answers may differ from those of another one
 */
export const entityTag = (version: number, now: number, program: string): string =>
  `W/"${program}-${version}-${Math.floor(now / DAY_MS)}"`;

export const keptHeaders = (tag: string): Record<string, string> => ({
  'cache-control': PUBLIC,
  vary: 'authorization',
  etag: tag,
});

/** Whether the client has what the tag stands for (`If-None-Match`, RFC 9110, 13.1.2). */
export const isUnchanged = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((each) => weak(each.trim()) === weak(tag)));

const weak = (tag: string) => tag.replace(/^W\//, '');
