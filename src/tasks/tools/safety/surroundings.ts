import { isFunction } from '../../parse/functions.ts';
import { type Syntax, type SyntaxNode, textOf } from '../../parse/syntax.ts';
import { ancestors, childOf } from '../../parse/walk.ts';

/**
 * Names that say what a value is for: of what it is assigned to, of the property it becomes, and of the nearest
 * named function around it; joined by blanks, with `camelCase` parted.
 */
export function definitionNames(syntax: Syntax, node: SyntaxNode): string {
  const names: string[] = [];
  let below = node;
  for (const above of ancestors(node)) {
    const first = above.children[0];
    if (
      /^(?:AssignmentExpression|AssignStatement|UpdateStatement|Property|PropertyDeclaration|NamedExpression)$/.test(
        above.type,
      )
    ) {
      if (first && first !== below) names.push(textOf(syntax, first));
    }
    if (above.type === 'VariableDeclaration') {
      const index = above.children.indexOf(below);
      const target = above.children.slice(0, index).findLast((child) => child.type === 'VariableDefinition');
      if (target) names.push(textOf(syntax, target));
    }
    if (isFunction(above)) {
      const own = childOf(above, 'VariableDefinition', 'VariableName', 'PropertyDefinition');
      if (own) {
        names.push(textOf(syntax, own));
        break;
      }
    }
    below = above;
  }
  return names.join(' ').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
}
