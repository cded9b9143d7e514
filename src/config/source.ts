import type { Tree } from './tree.ts';

/** Settings from one place, and how that place names the value at a path: `tito.config.yaml:4`, `TITO_SEED`, `--seed`. */
export interface Source {
  values: Tree;
  origin: (path: readonly string[]) => string;
  /** What is wrong on the command line is wrong usage; everywhere else it is wrong configuration. */
  isCommandLine: boolean;
}
