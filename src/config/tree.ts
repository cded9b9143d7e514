/** Nested settings; a leaf is anything that is not a plain object. */
export type Tree = { [key: string]: unknown };

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths of all leaves, in the order in which they stand. */
export function leaves(tree: Tree, above: readonly string[] = []): string[][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = [...above, key];
    return isTree(value) ? leaves(value, path) : [path];
  });
}

/** The value at a path of own keys, or undefined. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    return isTree(at) && Object.hasOwn(at, key) ? at[String(key)] : undefined;
  }, value);
}

/** A tree that holds one value at a path of at least one key. */
export function treeWith(path: readonly string[], value: unknown): Tree {
  const nested = path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value);
  return isTree(nested) ? nested : {};
}
