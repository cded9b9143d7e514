const SPACE = /[ \t\n\r]*/y;
const SCALAR =
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/**
 * Where a text stops being JSON (RFC 8259): V8 says it of some mistakes only. Reads without recursion, since the depth
 * of the text is somebody else's choice.
 *
 * @returns index of the token that can't be there; the length of the text where it ends too early, or is JSON
 */
export function jsonErrorPosition(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let position = 0;
  const skip = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0] ?? null;
    position += found?.length ?? 0;
    return found;
  };
  for (;;) {
    skip(SPACE);
    const next = text[position];
    if (next === undefined) return text.length;
    if (expected === ':') {
      if (next !== ':') return position;
      position++;
      expected = 'value';
    } else if (expected === ', or end') {
      const closing = open.at(-1) === '{' ? '}' : ']';
      if (open.length === 0 || (next !== ',' && next !== closing)) return position;
      position++;
      if (next === closing) open.pop();
      else expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if ((next === '}' && expected === 'key or }') || (next === ']' && expected === 'value or ]')) {
      position++;
      open.pop();
      expected = ', or end';
    } else if (expected === 'key' || expected === 'key or }') {
      if (next !== '"' || skip(SCALAR) === null) return position;
      expected = ':';
    } else if (next === '{' || next === '[') {
      position++;
      open.push(next);
      expected = next === '{' ? 'key or }' : 'value or ]';
    } else {
      if (skip(SCALAR) === null) return position;
      expected = ', or end';
    }
  }
}
