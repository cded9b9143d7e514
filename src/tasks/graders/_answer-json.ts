import { type Json, jsonValues } from '../json-in-text.ts';

/**
 * The JSON of an answer, which may stand bare, in a fence or amid prose: the first value that is an object or a list
 * of objects, otherwise the first one of all (a reference such as `[1]` in prose must not hide the answer).
 *
 * @returns undefined where there is none
 */
export function extractJson(answer: string): Json | undefined {
  let first: Json | undefined;
  for (const value of jsonValues(answer)) {
    if (!Array.isArray(value) || value.some(isObject)) return value;
    first ??= value;
  }
  return first;
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
