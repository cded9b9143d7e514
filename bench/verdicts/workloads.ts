/** Functions whose true slow-down is known: `extra` is the share of work that is done once more, and thrown away. */

interface Workload {
  title: string;
  unit: string;
  setup: () => unknown;
  run: (state: never) => unknown;
}

const ITEM = { id: 7, name: 'item', tags: ['a', 'b'], size: 1.5 };

/** About a microsecond: JSON.parse of a short list, ten items for the base. */
function json(extra: number) {
  const base = JSON.stringify(Array.from({ length: 10 }, () => ITEM.size));
  const more = JSON.stringify(Array.from({ length: Math.round(100 * extra) }, () => ITEM.size));
  // The fixed cost of a call must not be paid for nothing: without extra work there is no second call.
  return {
    title: 'json',
    unit: 'document',
    setup: () => ({ base: base.repeat(1), more, every: extra > 0 ? 10 : 0, call: 0 }),
    run: (state: { base: string; more: string; every: number; call: number }) => {
      state.call += 1;
      if (state.every > 0 && state.call % state.every === 0) JSON.parse(state.more);
      return (JSON.parse(state.base) as number[]).length;
    },
  };
}

/** About 20 microseconds: objects and strings that live shortly. */
function alloc(extra: number) {
  const build = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...ITEM, id: i, key: `k${i}` }));
  const more = Math.round(100 * extra);
  return {
    title: 'alloc',
    unit: 'list',
    setup: () => null,
    run: () => {
      const list = build(100);
      if (more > 0 && build(more).length !== more) throw new Error('lost');
      return list.length;
    },
  };
}

const SIZE = 100;

/** About a millisecond: a plain product of two matrices; the extra rows are computed once more. */
function matmul(extra: number) {
  const rows = SIZE + Math.round(SIZE * extra);
  return {
    title: 'matmul',
    unit: 'product',
    setup: () => ({
      a: Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % 7) / 8),
      b: Float64Array.from({ length: SIZE * SIZE }, (_, i) => (i % 5) / 8),
      out: new Float64Array(SIZE * SIZE),
    }),
    run: ({ a, b, out }: Record<'a' | 'b' | 'out', Float64Array>) => {
      for (let row = 0; row < rows; row++) {
        const r = (row % SIZE) * SIZE;
        for (let column = 0; column < SIZE; column++) {
          let sum = 0;
          for (let k = 0; k < SIZE; k++) sum += (a[r + k] ?? 0) * (b[k * SIZE + column] ?? 0);
          out[r + column] = sum;
        }
      }
      return out[SIZE + 1];
    },
  };
}

export const WORKLOADS: Readonly<Record<string, (extra: number) => Workload>> = { json, alloc, matmul };
