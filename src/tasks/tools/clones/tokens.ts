import { type Syntax, type SyntaxNode, textOf } from '../../parse/syntax.ts';

/** A token of the code, without comments, docstrings and types, none of which change what is done. */
export interface Token {
  kind: 'name' | 'literal' | 'fixed';
  /** As written. */
  text: string;
}

const TYPES = new Set([
  'TypeAnnotation',
  'TypeDef',
  'TypeParamList',
  'TypeArgList',
  'TypePredicate',
  'Optional',
]);
const NAME = /^(?:Private)?(?:Variable|Property|Type)(?:Name|Definition)$|^Label$|^JSX.*Identifier$/;
const LITERAL =
  /^(?:String|Number|Boolean|BooleanLiteral|None|null|RegExp|TemplateString|FormatString|ContinuedString|JSXText)$/;

const isDocstring = (node: SyntaxNode): boolean =>
  node.type === 'ExpressionStatement' &&
  node.children.length === 1 &&
  node.children[0]?.type === 'String' &&
  node.parent?.type === 'Body';

/** Children that are code: of `value as Type` only the value, of `value!` too. */
function codeBelow(node: SyntaxNode): readonly SyntaxNode[] {
  const [first, operator] = node.children;
  const isCast =
    node.type === 'BinaryExpression' && (operator?.type === 'as' || operator?.type === 'satisfies');
  const isAssertion = node.type === 'PostfixExpression' && operator?.type === 'LogicOp';
  return first && (isCast || isAssertion) ? [first] : node.children;
}

/** Tokens of a node in the order of the text. Iterative, for trees of any depth. */
export function tokensOf(syntax: Syntax, node: SyntaxNode): Token[] {
  const tokens: Token[] = [];
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (TYPES.has(next.type) || next.type === ';' || isDocstring(next)) continue;
    if (LITERAL.test(next.type)) tokens.push({ kind: 'literal', text: textOf(syntax, next) });
    else if (next.children.length === 0) {
      if (next.to > next.from) {
        tokens.push({ kind: NAME.test(next.type) ? 'name' : 'fixed', text: textOf(syntax, next) });
      }
      continue;
    }
    const below = codeBelow(next);
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index];
      if (child) stack.push(child);
    }
  }
  return tokens;
}

/** Equal for code that is the same but for comments, types and layout. */
export const exactKey = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ');

/** Equal for code that is the same up to literals and to names that are exchanged one for one. */
export function renamedKey(tokens: readonly Token[]): string {
  const numbers = new Map<string, number>();
  return tokens
    .map(({ kind, text }) => {
      if (kind !== 'name') return kind === 'literal' ? '#' : text;
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return `$${number}`;
    })
    .join(' ');
}

/** A token with its name or value taken out. */
export const shapeOf = ({ kind, text }: Token): string => {
  if (kind === 'name') return '$';
  return kind === 'literal' ? '#' : text;
};
