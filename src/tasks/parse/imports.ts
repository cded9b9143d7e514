import { unquote } from './literals.ts';
import { lineOf, type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { childOf, childrenOf, walk } from './walk.ts';

/** One module that a file takes something from. */
export interface Import {
  /** As written: `./cart.js`, `node:fs`, `..pkg.mod`, `os.path`. */
  specifier: string;
  line: number;
  /** Names taken and what they are called here; `*` for the module as a whole. */
  names: { imported: string; local: string }[];
  /** Python's `from … import`: each name may be a module of its own. */
  is_from: boolean;
}

/** All imports of a file: statements, `require`, `import()` and re-exports. */
export function importsOf(syntax: Syntax): Import[] {
  const found: Import[] = [];
  for (const node of walk(syntax.root)) {
    if (node.type === 'ImportStatement') found.push(...pythonImports(syntax, node));
    else if (node.type === 'ImportDeclaration' || node.type === 'ExportDeclaration') {
      found.push(...declaredImport(syntax, node));
    } else if (node.type === 'DynamicImport' || node.type === 'CallExpression') {
      found.push(...calledImport(syntax, node));
    }
  }
  return found;
}

/** `import …`, or `export … from …`, which has no local names. */
function declaredImport(syntax: Syntax, node: SyntaxNode): Import[] {
  const from = node.children.findLast((child) => child.type === 'String');
  const isImport = node.type === 'ImportDeclaration';
  if (!from || !(isImport || childOf(node, 'from'))) return [];
  const names: Import['names'] = [];
  for (const child of isImport ? node.children : []) {
    if (child.type === 'VariableDefinition') {
      names.push({ imported: childOf(node, 'Star') ? '*' : 'default', local: textOf(syntax, child) });
    }
    if (child.type === 'ImportGroup') names.push(...groupNames(syntax, child));
  }
  return [{ specifier: unquote(textOf(syntax, from)), line: lineOf(syntax, node), names, is_from: false }];
}

/** `{ a, b as c, type D }` */
function groupNames(syntax: Syntax, group: SyntaxNode): Import['names'] {
  const names: Import['names'] = [];
  let imported: string | undefined;
  for (const child of group.children) {
    if (child.type === 'VariableName' || child.type === 'String' || child.type === 'default') {
      imported = unquote(textOf(syntax, child));
    } else if (child.type === 'VariableDefinition') {
      const local = textOf(syntax, child);
      names.push({ imported: imported ?? local, local });
      imported = undefined;
    }
  }
  return names;
}

/** `require('x')` and `import('x')`, with the names that the result is given. */
function calledImport(syntax: Syntax, node: SyntaxNode): Import[] {
  const [callee] = node.children;
  if (node.type === 'CallExpression' && (!callee || textOf(syntax, callee) !== 'require')) return [];
  const holder = node.type === 'CallExpression' ? childOf(node, 'ArgList') : node;
  const specifier = holder && childOf(holder, 'String');
  if (!specifier) return [];
  const declaration =
    node.parent?.type === 'AwaitExpression' ? node.parent.parent : (node.parent ?? undefined);
  const names: Import['names'] = [];
  if (declaration?.type === 'VariableDeclaration') {
    const index = declaration.children.findIndex((child) => child === node || child === node.parent);
    const target = declaration.children[index - 2];
    if (target?.type === 'VariableDefinition') names.push({ imported: '*', local: textOf(syntax, target) });
    for (const property of target ? childrenOf(target, 'PatternProperty') : []) {
      const words = childrenOf(property, 'PropertyName', 'VariableDefinition').map((word) =>
        textOf(syntax, word),
      );
      const [imported] = words;
      const local = words.at(-1);
      if (imported && local) names.push({ imported, local });
    }
  }
  return [
    { specifier: unquote(textOf(syntax, specifier)), line: lineOf(syntax, node), names, is_from: false },
  ];
}

/** `import a.b as c, d` and `from ..x import (y, z as w)`. */
function pythonImports(syntax: Syntax, node: SyntaxNode): Import[] {
  const line = lineOf(syntax, node);
  const words = node.children
    .filter((child) => !'()'.includes(child.type))
    .map((child) => textOf(syntax, child));
  const importAt = words.indexOf('import');
  if (importAt < 0) return [];
  const listed = listedNames(words.slice(importAt + 1));
  if (words[0] !== 'from') {
    return listed.map(({ imported, local }) => ({
      specifier: imported,
      line,
      names: [{ imported: '*', local: local ?? imported.split('.')[0] ?? imported }],
      is_from: false,
    }));
  }
  const names = listed.map(({ imported, local }) => ({ imported, local: local ?? imported }));
  return [{ specifier: words.slice(1, importAt).join(''), line, names, is_from: true }];
}

/** `a . b as c , d` as dotted names with what they are called. */
function listedNames(words: readonly string[]): { imported: string; local: string | undefined }[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === ',') parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => {
      const as = part.indexOf('as');
      return {
        imported: part.slice(0, as < 0 ? undefined : as).join(''),
        local: as < 0 ? undefined : part[as + 1],
      };
    });
}
