import { expect, it } from 'vitest';
import { leaves, treeWith, valueAt } from '../../src/config/tree.ts';

it('lists the path of each leaf, lists being leaves', () => {
  expect(leaves({ a: 1, b: { c: [1], d: { e: null } } })).toEqual([['a'], ['b', 'c'], ['b', 'd', 'e']]);
});

it('reads values through objects and lists', () => {
  expect(valueAt({ a: [{ b: 5 }] }, ['a', 0, 'b'])).toBe(5);
});

it('does not read what an object inherits', () => {
  expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
});

it('builds a tree around one value', () => {
  expect(treeWith(['a', 'b'], 5)).toEqual({ a: { b: 5 } });
});
