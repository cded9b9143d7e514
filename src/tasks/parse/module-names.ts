import { dottedName } from './calls.ts';
import { importsOf } from './imports.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import { walk } from './walk.ts';

/**
 * Makes a function that names what is called by the module it comes from, whatever it is called here:
 * `child_process.exec` for `exec` or `cp.exec`, `subprocess.run` for `run`.
 */
export function qualifier(syntax: Syntax): (callee: SyntaxNode | undefined) => string {
  const modules = new Map<string, string>();
  for (const { specifier, names } of importsOf(syntax)) {
    const module = specifier.replace(/^node:/, '').replaceAll('/', '.');
    for (const { imported, local } of names) {
      // `import os.path` binds `os`; a default export stands for its module.
      const isWhole = imported === '*' || imported === 'default';
      const isDotted = isWhole && syntax.language === 'python' && module.startsWith(`${local}.`);
      const whole = isDotted ? local : module;
      modules.set(local, isWhole ? whole : `${module}.${imported}`);
    }
  }
  const qualify = (name: string) => {
    const end = /[.[(]/.exec(name)?.index ?? name.length;
    return (modules.get(name.slice(0, end)) ?? name.slice(0, end)) + name.slice(end);
  };
  // `const run = promisify(exec)` is `exec` still.
  for (const node of walk(syntax.root)) {
    if (node.type !== 'VariableDeclaration') continue;
    const equals = node.children.findIndex((child) => child.type === 'Equals');
    const [target, value] = [node.children[equals - 1], node.children[equals + 1]];
    if (value?.type !== 'CallExpression' || !/(?:^|\.)promisify$/.test(dottedName(syntax, value.children[0])))
      continue;
    const wrapped = value.children[1]?.children[1];
    if (target && wrapped) modules.set(dottedName(syntax, target), qualify(dottedName(syntax, wrapped)));
  }
  return (callee) => qualify(dottedName(syntax, callee));
}
