import * as z from 'zod/mini';
import { nearest } from '../discovery/load.ts';
import { isTree, valueAt } from './tree.ts';

/** What is wrong with a value, in words for its author. */
export interface Problem {
  path: string[];
  problem: string;
  expected: string;
  suggestion: string | undefined;
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
};

/**
 * Puts a schema's complaint into words. One is enough: unknown keys come first, because a mistyped key is
 * often why another one seems to be missing.
 *
 * @param issues what the schema found, at least one
 */
export function explain(
  schema: z.core.$ZodType,
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
): Problem {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw new Error('there is nothing to explain');
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = knownKeys(schema, path);
    const expected = `one of: ${known.join(', ')}`;
    return { path: [...path, key], problem: 'unknown key', expected, suggestion: nearest(key, known) };
  }
  const value = valueAt(input, path);
  const problem = value === undefined ? 'is missing' : `${show(value)} is not accepted`;
  return { path, problem, expected: expectation(issue), suggestion: undefined };
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'another key';
  if (issue.code === 'too_small')
    return size(issue.origin, issue.minimum, issue.inclusive, ['at least', 'more than']);
  if (issue.code === 'too_big')
    return size(issue.origin, issue.maximum, issue.inclusive, ['at most', 'less than']);
  return issue.message;
}

function size(
  origin: string,
  bound: number | bigint,
  inclusive: boolean | undefined,
  words: [string, string],
) {
  if (origin === 'string') return 'a text that is not empty';
  return `${origin === 'int' ? 'a whole number' : 'a number'} of ${words[inclusive ? 0 : 1]} ${bound}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isTree(value)) return 'a section';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Keys that a schema knows at a path, read from its JSON Schema: the one public description of what is nested. */
function knownKeys(schema: z.core.$ZodType, path: readonly string[]): string[] {
  const described: unknown = z.toJSONSchema(schema, { io: 'input' });
  const at = path.reduce<unknown>((node, key) => {
    const inside = valueAt(node, ['properties', key]) ?? valueAt(node, ['items']);
    return inside ?? valueAt(node, ['additionalProperties']);
  }, described);
  const properties = valueAt(at, ['properties']);
  return isTree(properties) ? Object.keys(properties) : [];
}
