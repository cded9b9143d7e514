/** Edges of a directed graph: what each node points at. */
export type Graph = ReadonlyMap<string, readonly string[]>;

interface Visit {
  node: string;
  /** Position of the next edge to follow. */
  next: number;
}

/**
 * Strongly connected components of more than one node, and nodes that point at themselves (Tarjan 1972,
 * Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2)); iterative, in the order of the graph's keys.
 */
export function cyclesOf(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  const open = (node: string): Visit => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  const lower = (node: string, value: number) => low.set(node, Math.min(low.get(node) ?? value, value));
  const close = (node: string) => {
    if (low.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    for (const each of component) onStack.delete(each);
    if (component.length > 1 || graph.get(node)?.includes(node)) cycles.push(component.sort());
  };
  for (const start of graph.keys()) {
    if (order.has(start)) continue;
    const visits = [open(start)];
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const target = graph.get(visit.node)?.[visit.next++];
      if (target === undefined) {
        close(visit.node);
        visits.pop();
        const above = visits.at(-1);
        if (above) lower(above.node, low.get(visit.node) ?? 0);
      } else if (!order.has(target)) visits.push(open(target));
      else if (onStack.has(target)) lower(visit.node, order.get(target) ?? 0);
    }
  }
  return cycles;
}
