/**
 * Functions whose true slow-down is known, because the extra work is the same work once more: `extra` is its share.
 * Base and slow-down are one and the same code with other numbers.
 */

export interface Workload {
  title: string;
  unit: string;
  setup: () => unknown;
  run: (state: never) => unknown;
}

/** Parts of a call: what a call owes is a whole number, so that nothing is lost by adding. */
const PARTS = 10_000;
/** Of the base's calls one in fifty reads twice. */
const BASE = 0.02;

/**
 * About a microsecond: a short list out of its text. The base reads it twice in every 50th call, the slow-down more
 * often. A base that never did left that part out of its machine code, and was then faster by more than the extra work.
 */
function json(extra: number): Workload {
  const share = Math.round(PARTS * ((1 + BASE) * (1 + extra) - 1));
  return {
    title: 'json',
    unit: 'document',
    setup: () => ({ text: JSON.stringify(Array.from({ length: 10 }, () => 1.5)), owed: 0 }),
    run: (state: { text: string; owed: number }) => {
      state.owed += share;
      if (state.owed >= PARTS) {
        state.owed -= PARTS;
        JSON.parse(state.text);
      }
      return (JSON.parse(state.text) as number[]).length;
    },
  };
}

const ITEM = { id: 7, name: 'item', tags: ['a', 'b'], size: 1.5 };
const LISTS = 100;
const ITEMS = 4;

/**
 * About 20 microseconds: objects and strings that live shortly; with 2 % extra, 102 short lists for 100. In one long list
 * the places that it grows at would be the same for both.
 */
function alloc(extra: number): Workload {
  return {
    title: 'alloc',
    unit: 'list',
    setup: () => ({ count: LISTS + Math.round(LISTS * extra) }),
    run: ({ count }: { count: number }) => {
      let last: object[] = [];
      for (let each = 0; each < count; each++) {
        const list: object[] = [];
        for (let i = 0; i < ITEMS; i++) list.push({ ...ITEM, id: i, key: `k${i}` });
        last = list;
      }
      return last;
    },
  };
}

const SIZE = 100;

/** About a millisecond: a plain product of two matrices; with 2 % extra, two of its 100 rows are computed again. */
function matmul(extra: number): Workload {
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
          for (let k = 0; k < SIZE; k++) sum += (a[r + k] as number) * (b[k * SIZE + column] as number);
          out[r + column] = sum;
        }
      }
      return out[SIZE + 1];
    },
  };
}

export const WORKLOADS = { json, alloc, matmul } satisfies Record<string, (extra: number) => Workload>;
export type WorkloadName = keyof typeof WORKLOADS;

/** As the table calls them. */
export const TITLES: Readonly<Record<WorkloadName, string>> = {
  json: '~1 µs',
  alloc: '~20 µs, allocating',
  matmul: '~1 ms',
};
