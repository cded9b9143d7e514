import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { childOf, childrenOf, walk } from './walk.ts';

/** Names that a file of JavaScript or TypeScript exports; Python has no such statement. */
export function exportsOf(syntax: Syntax): string[] {
  if (syntax.language === 'python') return [];
  const names: string[] = [];
  for (const node of walk(syntax.root)) {
    if (node.type === 'ExportDeclaration') names.push(...declaredNames(syntax, node));
    if (node.type !== 'AssignmentExpression') continue;
    const [target, , value] = node.children;
    const name = target ? textOf(syntax, target) : '';
    if (name === 'module.exports' && value?.type === 'ObjectExpression') {
      names.push(
        ...childrenOf(value, 'Property').map((property) => textOf(syntax, property.children[0] ?? property)),
      );
    } else if (name === 'module.exports') names.push('default');
    const [, property] = /^(?:module\.)?exports\.([\w$]+)$/.exec(name) ?? [];
    if (property) names.push(property);
  }
  return [...new Set(names)];
}

function declaredNames(syntax: Syntax, node: SyntaxNode): string[] {
  if (childOf(node, 'default')) return ['default'];
  const group = childOf(node, 'ExportGroup');
  if (group) {
    const parts = group.children.filter(({ type }) => !'{}'.includes(type));
    // Of `a as b`, the last before a comma.
    return parts
      .filter((part, index) => part.type !== ',' && (parts[index + 1]?.type ?? ',') === ',')
      .map((part) => textOf(syntax, part));
  }
  if (childOf(node, 'Star')) return ['*'];
  const declaration = node.children.find(({ type }) => type.endsWith('Declaration'));
  return (declaration ? childrenOf(declaration, 'VariableDefinition', 'TypeDefinition') : []).map((name) =>
    textOf(syntax, name),
  );
}
