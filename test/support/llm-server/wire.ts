import type { Asked } from './options.ts';
import type { Script } from './script.ts';

/** How an API puts an answer on the wire. */
export interface Wire {
  content_type: string;
  asked: (body: Record<string, unknown>) => Asked;
  piece: (script: Script, at: number) => string;
  /** What follows the last piece; durations in milliseconds. */
  end: (script: Script, times: { total_ms: number; load_ms: number; answer_ms: number }) => string;
  /** An error in the middle of a stream. */
  errorLine: (message: string) => string;
  /** Body of an error before any content. */
  error: (status: number, message: string) => string;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** All messages of a chat as one text. */
export const messagesText = (messages: unknown): string =>
  (Array.isArray(messages) ? messages : [])
    .map((each: { content?: unknown } | null) => text(each?.content))
    .join('\n');

export const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
