import { functionAround, isFunction } from './functions.ts';
import { type Syntax, type SyntaxNode, textOf } from './syntax.ts';
import { childOf, childrenOf, walk } from './walk.ts';

/** Where a name gets a value. */
export interface Binding {
  /** `argument`: a parameter of a function that is itself handed to another, which calls it with what it has. */
  kind: 'parameter' | 'argument' | 'value' | 'import';
  /** The value, or what a part of it is taken from; absent for a parameter and an import. */
  value: SyntaxNode | undefined;
  /** Whether the value is added to what was there (`+=`). */
  adds: boolean;
  /** Declared type of a parameter, as written. */
  type: string;
  /** Offset from which on it holds. */
  at: number;
  /** Statement that binds, for knowing whether it is run on every way to a use. */
  statement: SyntaxNode;
}

/** Names bound in each function, and those of the module under its root. */
export type Scopes = ReadonlyMap<SyntaxNode, ReadonlyMap<string, readonly Binding[]>>;

/** Collects what every name of a file is bound to, by function; blocks are no scopes here. */
export function bindingsOf(syntax: Syntax): Scopes {
  const scopes = new Map<SyntaxNode, Map<string, Binding[]>>();
  const bind = (scope: SyntaxNode, name: string, binding: Binding) => {
    const names = scopes.get(scope) ?? new Map<string, Binding[]>();
    scopes.set(scope, names);
    const list = names.get(name);
    if (list) list.push(binding);
    else names.set(name, [binding]);
  };
  for (const node of walk(syntax.root)) {
    const scope = functionAround(node) ?? syntax.root;
    const bound: Omit<Binding, 'kind' | 'type'> = {
      value: undefined,
      adds: false,
      at: node.to,
      statement: node,
    };
    if (isFunction(node)) {
      const isHandedOver = node.parent?.type === 'ArgList';
      const list = isHandedOver ? listGoneThrough(syntax, node) : undefined;
      parametersOf(syntax, node).forEach(({ name, type }, index) => {
        const isElement = index === 0 && list !== undefined;
        const kind = isHandedOver ? 'argument' : 'parameter';
        bind(node, name, {
          ...bound,
          kind: isElement ? 'value' : kind,
          value: isElement ? list : undefined,
          type,
          at: node.from,
        });
      });
    }
    for (const { target, value, adds } of assignmentsAt(node)) {
      for (const name of namesIn(syntax, target))
        bind(scope, name, { ...bound, kind: 'value', type: '', value, adds });
    }
    if (node.type === 'ImportGroup' || node.type === 'ImportDeclaration') {
      for (const name of childrenOf(node, 'VariableDefinition')) {
        bind(scope, textOf(syntax, name), { ...bound, kind: 'import', type: '' });
      }
    }
  }
  return scopes;
}

/** `list` of `list.map((element) => …)` and the like. */
function listGoneThrough(syntax: Syntax, callback: SyntaxNode): SyntaxNode | undefined {
  const callee = callback.parent?.parent?.children[0];
  if (callee?.type !== 'MemberExpression') return undefined;
  const method = callee.children.at(-1);
  const goesThrough = /^(?:map|flatMap|forEach|filter|find|findLast|some|every)$/;
  return method && goesThrough.test(textOf(syntax, method)) ? callee.children[0] : undefined;
}

/** Parameters of a function with their declared types. */
export function parametersOf(syntax: Syntax, node: SyntaxNode): { name: string; type: string }[] {
  const list = childOf(node, 'ParamList');
  const found: { name: string; type: string }[] = [];
  const children = list?.children ?? [];
  children.forEach((child, index) => {
    const before = children[index - 1]?.type;
    if (before === 'AssignOp' || before === 'Equals') return;
    const next = children[index + 1];
    const after = next?.type === 'Optional' ? children[index + 2] : next;
    const type =
      after && /^Type(?:Def|Annotation)$/.test(after.type) ? textOf(syntax, after).slice(1).trim() : '';
    for (const name of namesIn(syntax, child)) found.push({ name, type });
  });
  // `self` and `cls` are the object itself.
  return found.filter(({ name }, index) => index > 0 || (name !== 'self' && name !== 'cls'));
}

/** Pairs of target and value that a node assigns. */
function assignmentsAt(node: SyntaxNode): { target: SyntaxNode; value: SyntaxNode; adds: boolean }[] {
  const { children } = node;
  switch (node.type) {
    case 'VariableDeclaration':
      return children.flatMap((child, index) => {
        const value = children[index + 1];
        const before = children[index - 1];
        const target = before?.type === 'TypeAnnotation' ? children[index - 2] : before;
        return child.type === 'Equals' && target && value ? [{ target, value, adds: false }] : [];
      });
    case 'AssignmentExpression':
    case 'NamedExpression':
    case 'UpdateStatement': {
      const [target, , value] = children;
      return target && value ? [{ target, value, adds: Boolean(childOf(node, 'UpdateOp')) }] : [];
    }
    case 'AssignStatement':
      return pythonAssignments(children);
    case 'ForStatement':
    case 'ForOfSpec':
    case 'ForInSpec':
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return loopTargets(children);
    case 'WithStatement':
      return children.flatMap((child, index) => {
        const [value, target] = [children[index - 1], children[index + 1]];
        return child.type === 'as' && value && target ? [{ target, value, adds: false }] : [];
      });
    default:
      return [];
  }
}

/** `a, b = x, y` pair by pair where the numbers agree, otherwise each target with the whole. */
function pythonAssignments(children: readonly SyntaxNode[]) {
  const sides: SyntaxNode[][] = [[]];
  for (const child of children) {
    if (child.type === 'AssignOp') sides.push([]);
    else if (child.type !== ',' && child.type !== 'TypeDef') sides.at(-1)?.push(child);
  }
  const values = sides.pop() ?? [];
  return sides.flatMap((targets) =>
    targets.flatMap((target, index) => {
      const value = targets.length === values.length ? values[index] : values[0];
      return value ? [{ target, value, adds: false }] : [];
    }),
  );
}

/** `for x, y in z`: both with `z`. */
function loopTargets(children: readonly SyntaxNode[]) {
  return children.flatMap((child, index) => {
    const value = children[index + 1];
    if ((child.type !== 'in' && child.type !== 'of') || !value) return [];
    const start = children
      .slice(0, index)
      .findLastIndex((each) => ['for', 'const', 'let', 'var', '('].includes(each.type));
    return children
      .slice(start + 1, index)
      .filter(({ type }) => type !== ',')
      .map((target) => ({ target, value, adds: false }));
  });
}

/** Plain names in a target or pattern; members and subscripts bind no name. */
function namesIn(syntax: Syntax, target: SyntaxNode): string[] {
  if (target.type === 'VariableName' || target.type === 'VariableDefinition') return [textOf(syntax, target)];
  if (
    !/^(?:ObjectPattern|ArrayPattern|PatternProperty|TupleExpression|ArrayExpression|ParenthesizedExpression)$/.test(
      target.type,
    )
  )
    return [];
  return [...walk(target, (node) => node.type !== 'MemberExpression')]
    .filter(
      (node) =>
        node.type === 'VariableDefinition' ||
        (node.type === 'VariableName' && node.parent?.type !== 'PatternProperty'),
    )
    .map((node) => textOf(syntax, node));
}
