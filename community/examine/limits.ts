import { type Finding, refuse } from '../../src/analysis/check/finding.ts';

/** A capstone of twenty seconds has about 200,000 values; one of three minutes still fits. */
const MOST_VALUES = 2_000_000;
const MOST_CHARACTERS = 4_000_000;
const DEEPEST = 32;

/**
 * Whether a document is small and flat enough to be looked at, without following it down by recursion: what is nested
 * ten thousand deep parses, and then overflows the stack of whoever walks it.
 */
export function checkSize(document: unknown): Finding[] {
  let values = 0;
  let characters = 0;
  let level: unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return [refuse('too_deep', '', `it is nested more than ${DEEPEST} levels deep`)];
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') characters += value.length;
      else if (typeof value === 'object' && value !== null) {
        if (!Array.isArray(value)) for (const key of Object.keys(value)) characters += key.length;
        for (const each of Object.values(value)) below.push(each);
      }
    }
    values += below.length;
    if (values > MOST_VALUES || characters > MOST_CHARACTERS) {
      const text = `it has more than ${MOST_VALUES} values or ${MOST_CHARACTERS} characters: measure with a smaller --budget`;
      return [refuse('too_large', '', text)];
    }
    level = below;
  }
  return [];
}
