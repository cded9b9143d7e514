import type { SourceFile } from '../../task-contracts.ts';

/** Order of code units, the same on every machine; `localeCompare` is not. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Files in the order of their paths, so that a tool says the same whatever order it gets them in. */
export const byPath = (files: readonly SourceFile[]): SourceFile[] =>
  [...files].sort((a, b) => compareText(a.path, b.path));
