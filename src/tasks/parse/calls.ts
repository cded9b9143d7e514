import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { childOf, childrenOf } from './walk.ts';

/** Arguments of a call: by position and by name. Python's `key=value`, or nothing in JavaScript. */
export interface Arguments {
  positional: SyntaxNode[];
  keywords: ReadonlyMap<string, SyntaxNode>;
}

export const isCall = (node: SyntaxNode): boolean =>
  node.type === 'CallExpression' || node.type === 'NewExpression';

/** What is called: the expression in front of the arguments. */
export const calleeOf = (call: SyntaxNode): SyntaxNode | undefined =>
  call.children.find((child) => child.type !== 'new');

/** Arguments in the order in which they stand; spread ones count as what is spread. */
export function argumentsOf(syntax: Syntax, call: SyntaxNode): Arguments {
  const list = childOf(call, 'ArgList');
  const positional: SyntaxNode[] = [];
  const keywords = new Map<string, SyntaxNode>();
  const parts = (list?.children ?? []).filter(
    (child) => !['(', ')', 'Spread', '*', '**'].includes(child.type),
  );
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part || part.type === ',') continue;
    const value = parts[index + 2];
    if (parts[index + 1]?.type === 'AssignOp' && value) {
      keywords.set(textOf(syntax, part), value);
      index += 2;
    } else if (parts[index - 1] === undefined || parts[index - 1]?.type === ',') positional.push(part);
  }
  return { positional, keywords };
}

/** Value of a property in an object or dictionary literal; undefined where it is absent or no such literal. */
export function propertyOf(
  syntax: Syntax,
  literal: SyntaxNode | undefined,
  name: string,
): SyntaxNode | undefined {
  return literal && entriesOf(syntax, literal).find((entry) => entry.key === name)?.value;
}

/** Entries of an object or dictionary literal whose keys are written out. */
export function entriesOf(syntax: Syntax, literal: SyntaxNode): { key: string; value: SyntaxNode }[] {
  const keyText = (node: SyntaxNode) => textOf(syntax, node).replaceAll(/^[rbu]?["']|["']$/g, '');
  if (literal.type === 'ObjectExpression') {
    return childrenOf(literal, 'Property').flatMap((property) => {
      const key = childOf(property, 'PropertyDefinition', 'String', 'Number');
      const value = property.children.at(-1);
      return key && value && !childOf(property, 'ParamList') ? [{ key: keyText(key), value }] : [];
    });
  }
  if (literal.type !== 'DictionaryExpression') return [];
  return literal.children.flatMap((child, index) => {
    const key = literal.children[index - 1];
    const value = literal.children[index + 1];
    return child.type === ':' && key && value ? [{ key: keyText(key), value }] : [];
  });
}

/** Longest chain that is followed: `a.b.c…`. */
const LONGEST_CHAIN = 40;

/**
 * Dotted name of an expression: `db.query`, `getPool().query`, `self.cursor.execute`, `rows[]`; `?` where a part has none.
 */
export function dottedName(syntax: Syntax, expression: SyntaxNode | undefined): string {
  const parts: string[] = [];
  let node = expression;
  for (let length = 0; node && length < LONGEST_CHAIN; length++) {
    const first: SyntaxNode | undefined = node.children[0];
    if (node.type === 'MemberExpression') {
      const property = childOf(node, 'PropertyName', 'PrivatePropertyName');
      parts.unshift(property ? `.${textOf(syntax, property)}` : '[]');
      node = first;
    } else if (isCall(node)) {
      parts.unshift('()');
      node = calleeOf(node);
    } else if (node.type === 'ParenthesizedExpression' || node.type === 'AwaitExpression') {
      node = node.children[1];
    } else if (node.type === 'PostfixExpression') node = first;
    else {
      const isName = ['VariableName', 'VariableDefinition', 'this', 'super', 'import'].includes(node.type);
      return (isName ? textOf(syntax, node) : '?') + parts.join('');
    }
  }
  return `?${parts.join('')}`;
}

/** Last part of a dotted name. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
