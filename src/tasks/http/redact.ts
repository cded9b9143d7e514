/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Local servers are given words such as `x`, `none` or `ollama` for a key. To take these out would spoil answers and the
 * JSON that they come in; keys that anybody keeps secret are longer.
 */
const SHORTEST_SECRET = 8;

/**
 * Hides a key however it is spelt: JSON may write any character as `\u002d` and some with a backslash before them, and
 * JSON inside of JSON does so twice.
 * @param key null where there is nothing to hide
 */
export function redactorOf(key: string | null): Redact {
  if (key === null || key.length < SHORTEST_SECRET) return (text) => text;
  const spelling = new RegExp([...key].map(spellings).join(''), 'g');
  return (text) => text.replace(spelling, '[key]');
}

/** Few backslashes at the most: an endless row of them must not take quadratic time. */
function spellings(sign: string): string {
  const code = sign.charCodeAt(0).toString(16).padStart(4, '0');
  const digits = code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  const literal = /\w/.test(sign) ? sign : `\\${sign}`;
  const before = '"\\/'.includes(sign) ? '\\\\{0,4}' : '';
  return `(?:${before}${literal}|\\\\{1,4}u${digits})`;
}
