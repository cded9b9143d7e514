import type { FunctionText } from './functions.ts';

/** Habits that are often worth changing everywhere at once, and the words that people call such a change by. */
const SMELLS: readonly { words: readonly string[]; isIn: (code: string) => boolean }[] = [
  {
    words: ['except', 'catch', 'swallow', 'narrow'],
    isIn: (code) => /except(?:\s+(?:Base)?Exception)?:\s*\n\s*(?:return|pass|continue)\b/.test(code),
  },
  {
    words: ['rethrow', 'throw', 'raise', 'error', 'retry'],
    isIn: (code) => /\b(?:for|while)\b/.test(code) && /\bcatch\b/.test(code) && !/\bthrow\b/.test(code),
  },
  {
    words: ['bound', 'limit', 'size', 'cap', 'clamp'],
    isIn: (code) => /\b(?:parseInt|Number|int)\(/.test(code) && /\blimit\b/.test(code),
  },
];

/**
 * The change that a function seems to need, out of those that were named.
 * @param changes such as `narrow_except`; a smell is known by its words
 */
export function findChange({ lines }: FunctionText, changes: readonly string[]): string | undefined {
  const code = lines.join('\n');
  const smells = SMELLS.filter(({ isIn }) => isIn(code));
  return changes.find((change) => {
    const words = change.toLowerCase().split(/[^a-z]+/);
    return smells.some((smell) => smell.words.some((word) => words.includes(word)));
  });
}
