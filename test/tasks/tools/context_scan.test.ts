import { describe, expect, it } from 'vitest';
import contextScan from '../../../src/tasks/tools/context_scan.ts';
import { HOSTILE_FILES } from './hostile-files.ts';

const complexities = (path: string, text: string): Record<string, number> =>
  Object.fromEntries(
    [...contextScan.analyse([{ path, text }]).matchAll(/([\w.]+) \d+-\d+ complexity (\d+)/g)].map(
      ([, name, value]) => [name, Number(value)],
    ),
  );

describe('context_scan', () => {
  it.each([
    ['straight', 'function f(a) { return a; }', 1],
    ['if, else if, else', 'function f(a) { if (a) return 1; else if (!a) return 2; else return 3; }', 3],
    ['loops', 'function f(a) { for (const b of a) while (b) do { b--; } while (b); for (;;) break; }', 5],
    ['short circuits', 'function f(a, b) { return (a && b) || (a ?? b) || !a; }', 5],
    ['a conditional', 'function f(a) { return a ? 1 : a?.b ? 2 : 3; }', 3],
    [
      'cases, not the default',
      'function f(a) { switch (a) { case 1: case 2: return 1; default: return 2; } }',
      3,
    ],
    ['catch, not finally', 'function f() { try { g(); } catch { h(); } finally { i(); } }', 2],
    ['an inner function apart', 'function f(a) { const g = () => { if (a) return 1; }; return g; }', 1],
  ])('counts McCabe as by hand in TypeScript: %s', (_, text, expected) => {
    expect(complexities('a.ts', text).f).toBe(expected);
  });

  it.each([
    ['straight', 'def f(a):\n    return a\n', 1],
    ['if, elif, else', 'def f(a):\n    if a: pass\n    elif not a: pass\n    else: pass\n', 3],
    ['loops with else', 'def f(a):\n    for b in a: pass\n    else: pass\n    while a: pass\n', 3],
    ['and, or, not', 'def f(a, b):\n    return a and b or not a\n', 3],
    ['a conditional and a comprehension', 'def f(a):\n    return [b if b else 1 for b in a if b]\n', 4],
    [
      'except, not finally',
      'def f():\n    try: pass\n    except A: pass\n    except B: pass\n    finally: pass\n',
      3,
    ],
    ['match', 'def f(a):\n    match a:\n        case 1: pass\n        case 2: pass\n', 3],
  ])('counts McCabe as by hand in Python: %s', (_, text, expected) => {
    expect(complexities('a.py', text).f).toBe(expected);
  });

  it('names methods after their class, and the most complex first', () => {
    const text = 'class Cart {\n  add(a) { return a; }\n  #total(a) { return a ? 1 : 2; }\n}\n';
    expect(contextScan.analyse([{ path: 'a.js', text }])).toBe(
      [
        '1 files, 2 functions, 1 classes',
        'most complex: Cart.#total in a.js, complexity 2',
        'a.js: javascript, 4 lines, 2 functions, 1 classes',
        '  classes: Cart 1-4',
        '  functions: Cart.#total 3-3 complexity 2; Cart.add 2-2 complexity 1',
      ].join('\n'),
    );
  });

  it('lists imports and exports of every form', () => {
    const text = `import a, { b as c, type D } from 'one'; import * as e from './two.js'; import 'three';
      const { f, g: h } = require('four'); const i = await import('five');
      export { j as k } from 'six'; export * from 'seven';
      export const l = 1, m = 2; export default function n() {} export { c as o }; export type P = string; export class Q {}`;
    const output = contextScan.analyse([{ path: 'a.ts', text }]);
    expect(output).toContain('imports: one (b D), ./two.js, three, four (f g), five, six, seven\n');
    expect(output).toContain('exports: k, *, l, m, default, o, P, Q\n');
    const commonJs = contextScan.analyse([
      { path: 'a.cjs', text: 'module.exports = { a, b: 1 }; exports.c = 2;' },
    ]);
    expect(commonJs).toContain('exports: a, b, c');
  });

  it('knows decorators, raising and nested functions of Python', () => {
    const text =
      '@tf.function(jit=True)\ndef outer(x):\n    def inner():\n        raise ValueError(x)\n    return inner\n';
    const output = contextScan.analyse([{ path: 'a.py', text }]);
    expect(output).toContain('outer 2-5 complexity 1 @tf.function; outer.inner 3-4 complexity 1 raises');
  });

  it('says the same whatever the order of the files, and survives hostile ones', () => {
    expect(contextScan.analyse([...HOSTILE_FILES].reverse())).toBe(contextScan.analyse(HOSTILE_FILES));
  });
});
