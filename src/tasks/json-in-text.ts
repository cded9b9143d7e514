export type Json = Record<string, unknown> | unknown[];

/** Characters looked at before a text counts as read: hostile brackets would make the search quadratic. */
const MOST_WORK = 2 ** 24;

/** What may follow an opening bracket in JSON; spares most prose a closer look. */
const OPENING = /\{\s*["}]|\[\s*[\]{["\-\dtfn]/g;

/** Every object and list in a text, outermost first and in order, whatever stands around them. */
export function* jsonValues(text: string): Generator<Json> {
  const opening = new RegExp(OPENING);
  let work = 0;
  for (;;) {
    const start = opening.exec(text)?.index;
    if (start === undefined || work > MOST_WORK) return;
    const end = findEnd(text, start);
    work += (end ?? text.length) - start;
    const value = end === undefined ? undefined : parse(text.slice(start, end));
    if (value !== undefined) yield value;
    // What parsed is left behind; what didn't may hold a value inside.
    opening.lastIndex = value !== undefined && end !== undefined ? end : start + 1;
  }
}

function parse(text: string): Json | undefined {
  try {
    const value: Json | string | number | boolean | null = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Index after the bracket that closes the one at `start`, brackets within strings left out. */
function findEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let k = start; k < text.length; k++) {
    const sign = text[k];
    if (inString) {
      if (sign === '\\') k++;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') {
      depth--;
      if (depth === 0) return k + 1;
    }
  }
  return undefined;
}
