import { createHash, hash as digest } from 'node:crypto';

/**
 * SHA-256 of a text, encoded as UTF-8, in hexadecimal.
 * @param text as a whole, or in pieces of whole characters
 */
export function sha256(text: string | Iterable<string>): string {
  if (typeof text === 'string') return digest('sha256', text);
  const hash = createHash('sha256');
  for (const piece of text) hash.update(piece);
  return hash.digest('hex');
}
