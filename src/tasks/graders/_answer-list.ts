import { extractJson } from './_answer-json.ts';

/** Why an answer can't be graded, or the list in it. */
export type AnswerList = { items: readonly unknown[] } | { note: string };

/**
 * The list that was asked for: under its name, as the whole answer, or as the only list of the answer's object.
 * @param name as in the task's answer section, such as `findings`
 */
export function findList(answer: string, name: string): AnswerList {
  const json = extractJson(answer);
  if (json === undefined) return { note: 'no JSON' };
  if (Array.isArray(json)) return { items: json };
  const named = json[name];
  if (Array.isArray(named)) return { items: named };
  const lists = Object.values(json).filter((value) => Array.isArray(value));
  const [only] = lists;
  return lists.length === 1 && only ? { items: only } : { note: `no list '${name}'` };
}
