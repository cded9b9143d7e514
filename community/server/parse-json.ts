import { isUtf8 } from 'node:buffer';
import { TitoError } from '../../src/errors.ts';
import { jsonErrorPosition } from './json-position.ts';

/** Whether a text may name `__proto__`, also in escapes. */
const PERHAPS_PROTOTYPE = /"(?:_|\\u005f){2}/i;
/** Hardly a text has either; to look for them takes a tenth of the time. */
const mayNamePrototype = (text: string): boolean =>
  (text.includes('__') || text.includes('\\u')) && PERHAPS_PROTOTYPE.test(text);

/**
 * Reads a JSON object from bytes of UTF-8.
 * A key `__proto__` is refused wherever it is: assigned to an object somewhere later, it would change what that inherits.
 *
 * @throws TitoError `bad_request` with the place of what is wrong, and nothing of the text itself
 */
export function parseJson(bytes: Uint8Array): Record<string, unknown> {
  if (!isUtf8(bytes)) throw wrong('the body is not UTF-8');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('the body has to be a JSON object');
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, mayNamePrototype(text) ? refusePrototypes : undefined);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw wrong(`the body is no JSON (${placeIn(text)})`);
  }
}

function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw wrong("the body has a key '__proto__'");
  return value;
}

function placeIn(text: string): string {
  const position = jsonErrorPosition(text);
  const before = text.slice(0, position).split('\n');
  return `position ${position}, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

const wrong = (problem: string) => new TitoError('bad_request', { problem });
