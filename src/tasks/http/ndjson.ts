import type { BodyReader } from './body-reader.ts';
import { lineReader } from './lines.ts';
import { parseJson } from './parse-json.ts';
import type { Redact } from './redact.ts';

/**
 * Reads newline-delimited JSON, one value per line; empty lines are skipped.
 *
 * @param onValue returns whether the answer is complete with this value
 * @param onEnd the body has ended and no value was the last one
 * @param redact takes secrets out of a line
 */
export function ndjsonReader(
  onValue: (value: unknown) => boolean,
  onEnd: () => void,
  redact: Redact,
): BodyReader {
  let isComplete = false;
  const lines = lineReader((line) => {
    if (isComplete || line.trim() === '') return;
    isComplete = onValue(parseJson(redact(line)));
  });
  return {
    write: (bytes) => {
      lines.write(bytes);
      return isComplete;
    },
    end: () => {
      lines.end();
      if (!isComplete) onEnd();
    },
  };
}
