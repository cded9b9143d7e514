import { createHash } from 'node:crypto';

/**
 * SHA-256 of a text, encoded as UTF-8, in hexadecimal.
 * @param text as a whole, or in pieces of whole characters
 */
export function sha256(text: string | Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of typeof text === 'string' ? [text] : text) hash.update(piece);
  return hash.digest('hex');
}
