import type { BodyReader } from './body-reader.ts';

/**
 * Collects a body as text.
 * @param longest_bytes what comes after is not waited for; the text is cut there
 */
export function bodyText(longest_bytes: number, onText: (text: string) => void): BodyReader {
  const parts: Buffer[] = [];
  let length = 0;
  const give = () => onText(Buffer.concat(parts).toString('utf8', 0, longest_bytes));
  return {
    write: (bytes) => {
      parts.push(bytes);
      length += bytes.length;
      if (length < longest_bytes) return false;
      give();
      return true;
    },
    end: give,
  };
}
