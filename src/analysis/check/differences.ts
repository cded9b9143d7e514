/** A place where a document says something else than its samples give. */
export interface Difference {
  /** As in `tracks.speed.score` or `workloads[1].ratio`. */
  path: string;
  message: string;
}

/** What stands beside the figures in a saved document. */
const NO_FIGURES = ['run', 'digests', 'regression'];
/** Figures have six digits. Less than that may differ where another engine took a logarithm. */
const TOLERANCE = 1e-5;
const LONGEST = 60;

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of a part below a path. */
export const below = (path: string, key: string | number): string => {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
};

/** Every figure that a saved document states otherwise than `computed`, the report that its samples give. */
export function differences(stated: Readonly<Tree>, computed: object): Difference[] {
  const figures = Object.entries(stated).filter(([name]) => !NO_FIGURES.includes(name));
  return compare(Object.fromEntries(figures), { ...computed }, '');
}

function compare(stated: unknown, computed: unknown, path: string): Difference[] {
  if (isTree(stated) && isTree(computed)) {
    const names = [...new Set([...Object.keys(computed), ...Object.keys(stated)])];
    return names.flatMap((name) => compare(stated[name], computed[name], below(path, name)));
  }
  if (Array.isArray(stated) && Array.isArray(computed) && stated.length === computed.length) {
    return computed.flatMap((value: unknown, i) => compare(stated[i], value, below(path, i)));
  }
  if (isSame(stated, computed)) return [];
  return [{ path, message: `the file says ${short(stated)}, its samples give ${short(computed)}` }];
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST ? 'something else' : text;
}
