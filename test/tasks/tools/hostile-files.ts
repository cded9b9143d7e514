import type { SourceFile } from '../../../src/task-contracts.ts';

const MEBIBYTE = 2 ** 20;
const file = (path: string, text: string): SourceFile => ({ path, text });

/** Files that break careless analysers: none may crash or stall a tool. */
export const HOSTILE_FILES: readonly SourceFile[] = [
  file('empty.ts', ''),
  file('empty.py', ''),
  file('broken.ts', 'function ( { const = ; } class { if (( '),
  file('broken.py', 'def (:\n  class x(\n if else: lambda\n\t\timport from\n'),
  file('other-language.ts', 'def f(x):\n    return {x: 1 for x in [1]}\n'),
  file('other-language.py', 'export const f = (x: number) => ({ ...x });\n'),
  file('huge.ts', 'export const a = [1, 2, 3];\n'.repeat((5 * MEBIBYTE) / 28)),
  file('huge.py', 'a = [1, 2, 3]\n'.repeat((5 * MEBIBYTE) / 14)),
  file('one-line.js', `f(${'a + '.repeat(50_000)}1);`),
  file('deep.ts', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`),
  file('deep.py', `${'['.repeat(100_000)}1${']'.repeat(100_000)}`),
  file('patterns.ts', '[{a:'.repeat(20_000)),
  file('members.ts', `a${'.b'.repeat(50_000)}.query("SELECT a FROM b WHERE c = " + d);`),
  file('calls.py', `x = a${'.f(b)'.repeat(20_000)}\n`),
  file('chain.py', Array.from({ length: 5000 }, (_, k) => `x${k + 1} = x${k} + x${k}`).join('\n')),
  file('indent.py', Array.from({ length: 500 }, (_, k) => `${' '.repeat(k)}if x:`).join('\n')),
  file('nul.ts', '\0'.repeat(100_000)),
  file('replaced.py', '\uFFFD\uD800 = "\uFFFD"\n'.repeat(1000)),
  file('folder/.ts', 'x'),
  file('no-ending', 'text'),
  file('package.json', '{ broken'),
  file('loop.py', 'from . import loop\nimport loop\n'),
];
