import { ProviderFailure } from '../../task-contracts.ts';
import type { BodyReader } from './body-reader.ts';
import { lineReader } from './lines.ts';
import type { Redact } from './redact.ts';
import { firstWords } from './server-message.ts';

const LONGEST_EVENT_CHARACTERS = 16 * 2 ** 20;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events", 9.2.6) as model servers send them: the data of each event,
 * comments and all other fields left out. More tolerant than the standard in three ways: an event at the end counts
 * without its empty line, a line that begins with a brace is data without the word (errors of some servers), and
 * a lone CR, which no server sends, ends no line.
 *
 * @param onData returns whether the answer is complete with this event
 * @param onEnd the body has ended and no event was the last one
 * @param redact takes secrets out of a line
 * @throws ProviderFailure `parse` where the body has no events but something else
 */
export function eventReader(
  onData: (data: string) => boolean,
  onEnd: () => void,
  redact: Redact,
): BodyReader {
  let isComplete = false;
  let data: string | null = null;
  let events = 0;
  let foreign: string | null = null;

  const dispatch = () => {
    if (data === null || isComplete) return;
    const whole = data;
    data = null;
    events += 1;
    isComplete = onData(whole);
  };
  const lines = lineReader((line) => {
    const text = line.startsWith('\uFEFF') ? line.slice(1) : line;
    if (text === '') return dispatch();
    const value = fieldOf(text);
    if (value === null) {
      if (!/^(?::|event\b|id\b|retry\b)/.test(text)) foreign ??= redact(text);
      return;
    }
    data = data === null ? redact(value) : `${data}\n${redact(value)}`;
    if (data.length > LONGEST_EVENT_CHARACTERS) {
      throw new ProviderFailure('parse', 'an event of the answer is longer than 16 MiB');
    }
  });

  return {
    write: (bytes) => {
      lines.write(bytes);
      return isComplete;
    },
    end: () => {
      lines.end();
      dispatch();
      if (isComplete) return;
      if (events === 0 && foreign !== null) {
        throw new ProviderFailure('parse', `not a stream of events: ${firstWords(foreign)}`);
      }
      onEnd();
    },
  };
}

/** The value of a data field; one blank after the colon belongs to the field. */
function fieldOf(line: string): string | null {
  if (line.startsWith('data:')) return line.slice(line.charCodeAt(5) === 32 ? 6 : 5);
  if (line.startsWith('{')) return line;
  return line === 'data' ? '' : null;
}
