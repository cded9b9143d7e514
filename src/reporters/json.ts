import { defineReporter } from '../contracts.ts';

/**
 * Lists of numbers stand on one line: there are many, and a line for each number helps nobody.
 * A string never matches, as JSON writes a line break in a string as `\\n`.
 */
const NUMBERS = /\[\n([-+.,\deE\s]+)\]/g;
/** Long enough that there are few pieces, short enough that no piece is remembered for its size. */
const PIECE = 2 ** 16;

export default defineReporter({
  title: 'one JSON document',
  render: ({ data }) => [...document(data)].join(''),
  pieces: ({ data }) => document(data),
});

/** The document as `JSON.stringify(data, null, 2)` writes it but for numbers, piece by piece. */
function* document(data: unknown): Generator<string> {
  let text = '';
  for (const piece of partsOf(data, '')) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield `${text}\n`;
}

/** An object by its fields, a list of objects by its items; everything else at once. */
function* partsOf(value: unknown, indent: string): Generator<string> {
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    let before = '[';
    for (const item of value) {
      yield `${before}\n${inner}${written(item, inner)}`;
      before = ',';
    }
    return yield `\n${indent}]`;
  }
  const fields = isObject(value) ? Object.entries(value).filter(([, field]) => field !== undefined) : [];
  if (fields.length === 0) return yield written(value, indent);
  let before = '{';
  for (const [name, field] of fields) {
    yield `${before}\n${inner}${JSON.stringify(name)}: `;
    yield* partsOf(field, inner);
    before = ',';
  }
  yield `\n${indent}}`;
}

/** The first line is where the value stands already. */
function written(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return text
    .replace(NUMBERS, (_, numbers: string) => `[${numbers.trim().replace(/\s+/g, ' ')}]`)
    .replaceAll('\n', `\n${indent}`);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
