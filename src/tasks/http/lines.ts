import { ProviderFailure } from '../../task-contracts.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const LONGEST_LINE_BYTES = 16 * 2 ** 20;
const FIRST_ROOM_BYTES = 4096;

/** Takes bytes as they come and gives lines of text, without their ends (LF or CR LF). */
export interface LineReader {
  /** @throws ProviderFailure `parse` where a line gets longer than 16 MiB */
  write: (bytes: Buffer) => void;
  /** Gives what stands after the last line end. */
  end: () => void;
}

/**
 * Reads lines of UTF-8. Cut characters are no matter, since bytes are decoded line by line; what belongs to a line that
 * is not complete is collected in one growing buffer, so that a server that sends byte by byte costs no more than
 * twice what it has sent.
 */
export function lineReader(onLine: (line: string) => void): LineReader {
  let kept: Buffer = Buffer.alloc(0);
  let length = 0;

  const keep = (bytes: Buffer) => {
    if (length + bytes.length > LONGEST_LINE_BYTES) {
      throw new ProviderFailure('parse', 'a line of the answer is longer than 16 MiB');
    }
    if (length + bytes.length > kept.length) {
      const room = Math.max(FIRST_ROOM_BYTES, 2 * kept.length, length + bytes.length);
      const larger = Buffer.allocUnsafe(room);
      kept.copy(larger, 0, 0, length);
      kept = larger;
    }
    bytes.copy(kept, length);
    length += bytes.length;
  };
  const give = (bytes: Buffer, start: number, end: number) => {
    const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    onLine(bytes.toString('utf8', start, last));
  };

  return {
    write: (bytes) => {
      let start = 0;
      for (;;) {
        const end = bytes.indexOf(LINE_FEED, start);
        if (end < 0) break;
        if (length > 0 || end - start > LONGEST_LINE_BYTES) {
          keep(bytes.subarray(start, end));
          const whole = length;
          length = 0;
          give(kept, 0, whole);
        } else {
          give(bytes, start, end);
        }
        start = end + 1;
      }
      if (start < bytes.length) keep(bytes.subarray(start));
    },
    end: () => {
      const rest = length;
      length = 0;
      if (rest > 0) give(kept, 0, rest);
    },
  };
}
