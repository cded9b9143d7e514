import { isFunction } from './functions.ts';
import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { walk } from './walk.ts';

const DECISIONS = new Set([
  'ForStatement',
  'WhileStatement',
  'DoStatement',
  'CaseLabel',
  'CatchClause',
  'ConditionalExpression',
  'MatchClause',
]);
const SHORT_CIRCUITS = new Set(['&&', '||', '??', 'and', 'or']);

/** How many decisions a node takes by itself. */
function decisionsAt(syntax: Syntax, node: SyntaxNode): number {
  const { type, parent } = node;
  if (DECISIONS.has(type)) return 1;
  // JavaScript writes `else if` as an `if` within an `else`, Python as a part of the same statement.
  if (type === 'IfStatement') return 1;
  if (type === 'elif' || type === 'except') return 1;
  if (type === 'and' || type === 'or') return 1;
  if (type === 'LogicOp' && SHORT_CIRCUITS.has(textOf(syntax, node))) return 1;
  // The `for` and `if` of a comprehension.
  if ((type === 'for' || type === 'if') && parent?.type.endsWith('ComprehensionExpression')) return 1;
  return 0;
}

/**
 * Cyclomatic complexity of one function: decisions plus one, short-circuit operators counted as decisions
 * (McCabe 1976, A Complexity Measure, IEEE TSE SE-2(4), section "Simplification" and its remark on compound predicates).
 * Functions within it are counted for themselves.
 */
export function complexityOf(syntax: Syntax, definition: SyntaxNode): number {
  let decisions = 0;
  for (const node of walk(definition, (next) => next === definition || !isFunction(next))) {
    if (node !== definition && isFunction(node)) continue;
    decisions += decisionsAt(syntax, node);
  }
  return decisions + 1;
}
