import type { UpdateAnswer } from '../../src/schema/community/answers.ts';

type Change = UpdateAnswer['changes'][number];
type Json = Change['before'];
type Tree = Record<string, Json>;

const isTree = (value: Json | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value that differs, by its dotted path; a part that is not there has no values. */
export function changesBetween(before: Tree, after: Tree, path = ''): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const field = path === '' ? name : `${path}.${name}`;
    const [was, is] = [before[name], after[name]];
    if (isTree(was) || isTree(is)) {
      return changesBetween(isTree(was) ? was : {}, isTree(is) ? is : {}, field);
    }
    return (was ?? null) === (is ?? null) ? [] : [{ field, before: was ?? null, after: is ?? null }];
  });
}
