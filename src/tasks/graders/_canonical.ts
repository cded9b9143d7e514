/** Deeper nesting than any truth has counts as one opaque value, so that hostile answers can't exhaust the stack. */
const DEEPEST = 16;

/**
 * One form for what means the same: case, blanks around and between words, `./` before a path, `\` in it and `()`
 * after a function's name don't matter.
 */
export function canonicalText(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/\(\)$/, '')
    .replaceAll(/\s+/g, ' ');
}

/** `CWE-089`, `cwe 89`, `89` and `CWE-89: SQL injection` are all `cwe-89`; anything else is its own text. */
export function canonicalCwe(value: unknown): string {
  const digits = /^\s*(?:cwe)?[\s_:-]*0*(\d{1,5})\b/i.exec(String(value))?.[1];
  return digits === undefined ? canonical(value) : `cwe-${digits}`;
}

/** A text that is equal for values that count as equal; lists are taken as sets, whatever their order. */
export function canonical(value: unknown, depth = 0): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth >= DEEPEST) return 'deep';
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => canonical(each, depth + 1));
    return `[${items.sort().join(',')}]`;
  }
  const entries = Object.entries(value).map(([name, each]) => `${name}:${canonical(each, depth + 1)}`);
  return `{${entries.sort().join(',')}}`;
}
