import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { ancestors, childOf, walk } from './walk.ts';

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'FunctionDefinition',
  'LambdaExpression',
]);

/** Whether a node is a function, method, arrow or lambda; methods of object literals are properties with parameters. */
export const isFunction = (node: SyntaxNode): boolean =>
  FUNCTIONS.has(node.type) || (node.type === 'Property' && childOf(node, 'ParamList') !== undefined);

const isClass = (node: SyntaxNode): boolean => /^Class(?:Declaration|Expression|Definition)$/.test(node.type);

/** What is known already: trees may be a thousand levels deep, and every node is asked about. */
const knownAround = new WeakMap<SyntaxNode, { around: SyntaxNode | null }>();

/** The nearest function around a node, not the node itself. */
export function functionAround(node: SyntaxNode): SyntaxNode | null {
  const passed: SyntaxNode[] = [];
  let around: SyntaxNode | null = null;
  for (let next: SyntaxNode | null = node; next; next = next.parent) {
    const known = knownAround.get(next);
    if (known) {
      around = known.around;
      break;
    }
    passed.push(next);
    if (next.parent && isFunction(next.parent)) {
      around = next.parent;
      break;
    }
  }
  for (const each of passed) knownAround.set(each, { around });
  return around;
}

/** Statements of a function: its block, or the expression of an arrow or a lambda. */
export const bodyOf = (node: SyntaxNode): SyntaxNode | undefined =>
  childOf(node, 'Block', 'Body') ?? (isFunction(node) ? node.children.at(-1) : undefined);

const NAMES = ['VariableDefinition', 'VariableName', 'PropertyDefinition', 'PrivatePropertyDefinition'];

/** Name that a function or class was given where it stands: its own, or that of what it is assigned to; null for none. */
function ownName(syntax: Syntax, node: SyntaxNode): string | null {
  if (node.type !== 'ArrowFunction' && node.type !== 'LambdaExpression') {
    const own = childOf(node, ...NAMES);
    if (own) return textOf(syntax, own);
  }
  const parent = node.parent;
  if (!parent) return null;
  const index = parent.children.indexOf(node);
  const before = parent.children
    .slice(0, index)
    .reverse()
    .find((child) => !['Equals', 'AssignOp', ':', 'TypeAnnotation', 'TypeDef'].includes(child.type));
  const isNamed =
    /^(?:VariableDeclaration|AssignmentExpression|AssignStatement|Property|PropertyDeclaration)$/.test(
      parent.type,
    );
  return isNamed && before ? textOf(syntax, before).slice(0, 80) : null;
}

/** A function or class with its name, dotted where it stands inside of others: `Cart.add`. */
export interface Definition {
  kind: 'function' | 'class';
  name: string;
  node: SyntaxNode;
}

/** All named functions and classes, and the anonymous functions as `(anonymous)`, in the order of the text. */
export function definitionsOf(syntax: Syntax): Definition[] {
  const found: Definition[] = [];
  const names = new Map<SyntaxNode, string>();
  for (const node of walk(syntax.root)) {
    const kind = isClass(node) ? 'class' : 'function';
    if (kind === 'function' && !isFunction(node)) continue;
    // `class A:` in the grammar's recovery of broken code may have no name at all.
    const own = ownName(syntax, node) ?? '(anonymous)';
    let outer: string | undefined;
    for (const above of ancestors(node)) {
      outer = names.get(above);
      if (outer !== undefined) break;
    }
    const name = outer === undefined ? own : `${outer}.${own}`;
    names.set(node, name.length > 120 ? own : name);
    found.push({ kind, name: names.get(node) ?? own, node });
  }
  return found;
}
