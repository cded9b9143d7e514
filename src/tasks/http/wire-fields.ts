/*
 * What servers say, checked by hand: this is done for every token of every answer, where a schema would cost the measuring
 * program several times as much time and memory.
 */

export type WireFields = Readonly<Record<string, unknown>>;

export const isWireFields = (value: unknown): value is WireFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is a text or missing. */
export const isWireText = (value: unknown): value is string | null | undefined =>
  value == null || typeof value === 'string';

/** A number that servers leave out, or say nonsense in: null then. */
export const wireCount = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Nanoseconds as Ollama sends them, in milliseconds; null where it does not tell. */
export const wireNanoseconds = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value / 1e6 : null;
