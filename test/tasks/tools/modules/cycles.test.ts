import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf, type Graph } from '../../../../src/tasks/tools/modules/cycles.ts';

/** Which nodes can be reached from a node over at least one edge. */
function reachable(graph: Graph, start: string): Set<string> {
  const found = new Set<string>();
  const todo = [...(graph.get(start) ?? [])];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    todo.push(...(graph.get(next) ?? []));
  }
  return found;
}

const NODES = ['a', 'b', 'c', 'd', 'e', 'f'];
const graphs = fc
  .tuple(...NODES.map((node) => fc.subarray(NODES).map((targets) => [node, targets] as const)))
  .map((entries): Graph => new Map(entries));

describe('cyclesOf', () => {
  it('finds exactly the sets of nodes that reach each other', async () => {
    await fc.assert(
      fc.property(graphs, (graph) => {
        const reach = new Map(NODES.map((node) => [node, reachable(graph, node)]));
        const groups = NODES.filter((node) => reach.get(node)?.has(node)).map((node) =>
          NODES.filter((other) => reach.get(node)?.has(other) && reach.get(other)?.has(node)).join(' '),
        );
        expect(
          cyclesOf(graph)
            .map((cycle) => cycle.join(' '))
            .sort(),
        ).toEqual([...new Set(groups)].sort());
      }),
    );
  });

  it('goes through a chain of a hundred thousand modules', () => {
    const graph = new Map(Array.from({ length: 100_000 }, (_, k) => [`${k}`, [`${(k + 1) % 100_000}`]]));
    expect(cyclesOf(graph)).toHaveLength(1);
  });
});
