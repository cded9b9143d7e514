import type { SyntaxNode } from './syntax.ts';

/**
 * A node and everything below it, in the order of the text. Iterative, for trees of any depth.
 * @param enters whether to go into a node's children; always by default
 */
export function* walk(
  node: SyntaxNode,
  enters: (node: SyntaxNode) => boolean = () => true,
): Generator<SyntaxNode> {
  const stack = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (!enters(next)) continue;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child) stack.push(child);
    }
  }
}

/** Nodes above a node, the nearest first. */
export function* ancestors(node: SyntaxNode): Generator<SyntaxNode> {
  for (let next = node.parent; next; next = next.parent) yield next;
}

/** The first child of one of these types. */
export const childOf = (node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined =>
  node.children.find((child) => types.includes(child.type));

/** Children of one of these types. */
export const childrenOf = (node: SyntaxNode, ...types: readonly string[]): SyntaxNode[] =>
  node.children.filter((child) => types.includes(child.type));
