/**
 * Splits bytes into lines of UTF-8 text without ever holding more than one line of the allowed length.
 *
 * @returns the receiver of chunks; after `onTooLong` it drops everything
 */
export function lineSplitter(
  longest_bytes: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): (chunk: Uint8Array) => void {
  let parts: Uint8Array[] = [];
  let length = 0;
  let isOpen = true;
  return (chunk) => {
    let rest = chunk;
    while (isOpen && rest.length > 0) {
      const end = rest.indexOf(10);
      const part = end < 0 ? rest : rest.subarray(0, end);
      length += part.length;
      if (length > longest_bytes) {
        isOpen = false;
        parts = [];
        onTooLong();
        return;
      }
      parts.push(part);
      if (end < 0) return;
      const line = Buffer.concat(parts).toString();
      parts = [];
      length = 0;
      onLine(line);
      rest = rest.subarray(end + 1);
    }
  };
}
