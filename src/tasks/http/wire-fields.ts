import * as z from 'zod';

/** A number that servers leave out, or say nonsense in: null then. */
export const wireCount = z.int().nonnegative().nullable().catch(null);

/** Nanoseconds as Ollama sends them, in milliseconds; null where it does not tell. */
export const wireNanoseconds = z
  .number()
  .nonnegative()
  .transform((ns) => ns / 1e6)
  .nullable()
  .catch(null);

/** A text that may be missing. */
export const wireText = z.string().nullish();
