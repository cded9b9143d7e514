import { posix } from 'node:path';
import type { SourceFile } from '../../../task-contracts.ts';
import { type Syntax, textOf } from '../../parse/syntax.ts';
import { resolveScript } from './resolve.ts';

const ENTRY_NAMES = /^(?:main|index|app|server|cli|manage|wsgi|asgi|setup|conftest|__main__|__init__)$/;
const TESTS =
  /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)test_[^/]+\.py$|_test\.py$/;
const SETTINGS = /\.config\.[cm]?[jt]s$|\.d\.ts$/;

/** Started by what it says itself: a `#!` line, a main guard, or a test of whether it is the program. */
export function startsItself({ root, text }: Syntax): boolean {
  if (text.startsWith('#!')) return true;
  return root.children.some(({ type, children, from, to }) => {
    if (type !== 'IfStatement') return false;
    const condition = children[1];
    const words = condition ? text.slice(condition.from, condition.to) : text.slice(from, to);
    return /__name__\s*==\s*['"]__main__['"]|require\.main\s*===?\s*module|import\.meta\.main|process\.argv\[1\]/.test(
      words,
    );
  });
}

/** Started at the top of the file: a statement that calls, such as `main()` or `server.listen()`. */
export function actsAtTop(syntax: Syntax): boolean {
  return syntax.root.children.some(({ type, children }) => {
    const [expression] = children;
    const called = expression?.type === 'AwaitExpression' ? expression.children[1] : expression;
    return (
      type === 'ExpressionStatement' &&
      called?.type === 'CallExpression' &&
      !/^require\b/.test(textOf(syntax, called))
    );
  });
}

/** A file whose name says that something outside starts or reads it. */
export const hasEntryName = (path: string): boolean =>
  ENTRY_NAMES.test(posix.basename(path).replace(/\.\w+$/, ''));
export const isStartedByTools = (path: string): boolean => TESTS.test(path) || SETTINGS.test(path);

/** Files that `package.json` names as `main`, `module`, `bin` or `exports`, or starts by a script. */
export function namedByPackages(files: readonly SourceFile[], paths: ReadonlySet<string>): Set<string> {
  const named = new Set<string>();
  for (const { path, text } of files) {
    if (posix.basename(path) !== 'package.json') continue;
    for (const [word] of text.slice(0, 100_000).matchAll(/[\w./@-]+\.[cm]?[jt]sx?\b/g)) {
      const specifier = word.startsWith('.') ? word : `./${word}`;
      for (const found of resolveScript(specifier, path, paths)) named.add(found);
    }
  }
  return named;
}
