import type { AnySavedRun } from '../../schema/runs.ts';
import { below } from './differences.ts';

/** SHA-256 of each part of a run, saved beside it, so that a part that was edited afterwards can be named. */
export interface Digests {
  algorithm: 'sha256';
  /** By path, as in `blocks[1].phases[0].contenders[1].slices_ms`. */
  parts: Record<string, string>;
}

/** Parts of a run in which every list has a digest of its own; of the others, such as the plan, all is one part. */
const FINE = ['test', 'models', 'blocks', 'confirmation'];
/** A text longer than a hash, such as predictions, has a digest of its own as well. */
const LONG = 64;

/**
 * JSON with the keys of every object in order, so that equal data is equal text whoever wrote it.
 * Keys without a value are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}

/** The same item by item: a list of ten thousand samples is never held as one text. */
function* canonicalPieces(value: unknown): Generator<string> {
  if (!Array.isArray(value)) return yield canonicalJson(value);
  let before = '[';
  for (const item of value) {
    yield before + canonicalJson(item);
    before = ',';
  }
  yield value.length === 0 ? '[]' : ']';
}

/**
 * The digests of a run. They protect from slips and show where a file was edited; who wants to forge a file can
 * compute them as well.
 *
 * @param sha256 of a text in UTF-8, given piece by piece, in hexadecimal
 */
export function digestsOf(run: AnySavedRun, sha256: (pieces: Iterable<string>) => string): Digests {
  const parts: [string, Iterable<string>][] = [];
  for (const [name, value] of Object.entries(run)) {
    if (value === undefined) continue;
    if (FINE.includes(name)) collect(value, name, parts);
    else parts.push([name, canonicalPieces(value)]);
  }
  return {
    algorithm: 'sha256',
    parts: Object.fromEntries(parts.map(([path, text]) => [path, sha256(text)])),
  };
}

/** Puts lists and long texts down one by one, and what is left of each object as one part. */
function collect(value: unknown, path: string, parts: [string, Iterable<string>][]): void {
  const isBranch = typeof value === 'object' && value !== null;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isBranch ? value : {}).filter(([, field]) => field !== undefined);
  if (!isBranch || (Array.isArray(value) && !entries.some(([, item]) => isObject(item)))) {
    parts.push([path, [canonicalJson(value)]]);
    return;
  }
  const own: Record<string, unknown> = {};
  for (const [key, field] of entries) {
    if (isObject(field) || (typeof field === 'string' && field.length > LONG)) {
      collect(field, below(path, key), parts);
    } else own[key] = field;
  }
  if (!Array.isArray(value)) parts.push([path, [canonicalJson(own)]]);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
