import { isTree, type Tree } from './tree.ts';

/**
 * Lays one tree over another: objects are merged key by key, everything else, lists included, is replaced.
 * Undefined says nothing. Null over an object says nothing either: in YAML it is a section of which every
 * line is commented out. Neither argument is changed.
 */
export function merge(below: Tree, above: Tree): Tree {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const old = merged.get(key);
    if (value === undefined || (value === null && isTree(old))) continue;
    merged.set(key, isTree(value) ? merge(isTree(old) ? old : {}, value) : value);
  }
  // fromEntries defines keys instead of assigning them, so that a key `__proto__` stays a key.
  return Object.fromEntries(merged);
}
