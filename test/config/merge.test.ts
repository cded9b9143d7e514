import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { merge } from '../../src/config/merge.ts';
import { isTree, leaves, type Tree, valueAt } from '../../src/config/tree.ts';

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc
    .array(fc.tuple(key, fc.oneof({ maxDepth: 3 }, leaf, tie('tree'))), { maxLength: 4 })
    .map((entries): Tree => Object.fromEntries(entries)),
}));

it('keeps every leaf of the upper tree', async () => {
  await fc.assert(
    fc.property(tree, tree, (below, above) => {
      const merged = merge(below, above);
      for (const path of leaves(above)) expect(valueAt(merged, path)).toEqual(valueAt(above, path));
    }),
  );
});

it('keeps a leaf of the lower tree unless the upper one says something at, above or below its path', async () => {
  await fc.assert(
    fc.property(tree, tree, (below, above) => {
      const merged = merge(below, above);
      for (const path of leaves(below)) {
        const isSaid = path.some((_, i) => {
          const said = valueAt(above, path.slice(0, i + 1));
          return said !== undefined && (i === path.length - 1 || !isTree(said));
        });
        if (!isSaid) expect(valueAt(merged, path)).toEqual(valueAt(below, path));
      }
    }),
  );
});

it('is associative where no value stands against a section', async () => {
  // Leaves and sections have different keys, so that all three trees agree on what is a section.
  const flat = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.integer());
  const shaped = fc.record(
    { s: flat, t: fc.record({ u: flat }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.property(shaped, shaped, shaped, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
    }),
  );
});

it('leaves both arguments as they were', async () => {
  await fc.assert(
    fc.property(tree, tree, (below, above) => {
      const before = structuredClone([leaves(below), leaves(above)]);
      merge(below, above);
      expect([leaves(below), leaves(above)]).toEqual(before);
    }),
  );
});

it('never reaches the prototype of objects', () => {
  const hostile: Tree = JSON.parse('{"__proto__":{"polluted":true}}');
  merge({}, hostile);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

it('replaces lists', () => {
  expect(merge({ a: [1, 2] }, { a: [3] })).toEqual({ a: [3] });
});

it('takes undefined for nothing said', () => {
  expect(merge({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
});

it('takes an empty section for nothing said', () => {
  expect(merge({ a: { b: 1 } }, { a: null })).toEqual({ a: { b: 1 } });
});

it('takes null for a value over a value', () => {
  expect(merge({ a: 1 }, { a: null })).toEqual({ a: null });
});
