import { createHash, type Hash } from 'node:crypto';
import { inspect } from 'node:util';
import type { Outcome } from '../../turn-contracts.ts';

/** More numbers than this are not sent for a comparison within rounding: the rest has to be exactly equal. */
const MOST_NUMBERS = 2 ** 20;
/** Half of the digits of single and of double precision: other orders of summation stay far below. */
const SINGLE = 1e-4;
const DOUBLE = 1e-6;

/** The numbers of a list of nothing but numbers, or null. */
function numbersOf(value: unknown): { list: ArrayLike<number>; tolerance: number } | null {
  if (typeof value === 'number') return { list: [value], tolerance: DOUBLE };
  if (Array.isArray(value)) {
    const isList = value.every((each) => typeof each === 'number');
    return isList ? { list: value, tolerance: DOUBLE } : null;
  }
  if (value instanceof ArrayBuffer) return { list: new Uint8Array(value), tolerance: DOUBLE };
  if (value instanceof Float32Array || value instanceof Float16Array)
    return { list: value, tolerance: SINGLE };
  if (value instanceof BigInt64Array || value instanceof BigUint64Array || value instanceof DataView)
    return null;
  return ArrayBuffer.isView(value) ? { list: value as Uint8Array | Float64Array, tolerance: DOUBLE } : null;
}

/** The items of anything that has some, in order; null for everything else. */
function itemsOf(value: object): unknown[] | null {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set || Array.isArray(value)) return [...value];
  return ArrayBuffer.isView(value) && Symbol.iterator in value ? [...(value as BigInt64Array)] : null;
}

/** A thing that is one value although it is an object; null for everything else. */
function wordOf(value: object): string | null {
  if (value instanceof Date) return `date ${value.getTime()}`;
  return value instanceof Error ? `error ${value.name}: ${value.message}` : null;
}

/** Collects what a result consists of: its numbers apart from everything else. */
class Parts {
  readonly exact: Hash = createHash('sha256');
  readonly structure: Hash = createHash('sha256');
  readonly numbers: number[] = [];
  readonly lists: number[] = [];
  readonly tolerances: number[] = [];
  readonly #above = new Set<object>();

  add(value: unknown): void {
    const numbers = numbersOf(value);
    if (numbers) this.#list(numbers.list, numbers.tolerance);
    else if (typeof value !== 'object' || value === null) this.#word(`${typeof value} ${String(value)}`);
    else if (this.#above.has(value)) this.#word('cycle');
    else {
      this.#above.add(value);
      this.#object(value);
      this.#above.delete(value);
    }
  }

  #object(value: object): void {
    const word = wordOf(value);
    const items = itemsOf(value);
    if (word !== null) this.#word(word);
    else if (items) {
      this.#word(`items ${items.length}`);
      for (const item of items) this.add(item);
    } else {
      const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      this.#word(`fields ${fields.length}`);
      for (const [field, content] of fields) {
        this.#word(field);
        this.add(content);
      }
    }
  }

  /** A typed array and an array with the same numbers are the same result, and -0 is 0. */
  #list(list: ArrayLike<number>, tolerance: number): void {
    this.#word(`numbers ${list.length}`);
    const values = Float64Array.from(list, (each) => each + 0);
    const bytes = new Uint8Array(values.buffer);
    this.exact.update(bytes);
    if (this.numbers.length + values.length > MOST_NUMBERS) {
      this.structure.update(bytes);
      return;
    }
    for (const each of values) this.numbers.push(each);
    this.lists.push(values.length);
    this.tolerances.push(tolerance);
  }

  /** The length in front keeps two words from reading like two others. */
  #word(word: string): void {
    const text = `${word.length}:${word}`;
    this.exact.update(text);
    this.structure.update(text);
  }
}

/**
 * What a result is, so that it can be held against another implementation's: typed arrays and arrays of numbers alike,
 * fields in any order, whatever the class. Numbers are kept, because implementations that sum in another order differ
 * in the last digits.
 */
export function outcomeOf(result: unknown): Outcome {
  const parts = new Parts();
  parts.add(result);
  return {
    hash: result === undefined || result === null ? null : parts.exact.digest('hex'),
    structure: parts.structure.digest('hex'),
    numbers: Float64Array.from(parts.numbers),
    lists: parts.lists,
    tolerances: parts.tolerances,
    shown: inspect(result, { depth: 2, maxArrayLength: 4, maxStringLength: 60, breakLength: Infinity }).slice(
      0,
      100,
    ),
  };
}
