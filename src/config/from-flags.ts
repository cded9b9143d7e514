import { merge } from './merge.ts';
import type { Source } from './source.ts';
import { type Tree, treeWith } from './tree.ts';

/** `benchmark.call_limit_s` is `--call-limit`: the last word of the path without its unit. */
const flag = (path: readonly string[]) =>
  `--${(path.at(-1) ?? '').replace(/_(ms|s)$/, '').replaceAll('_', '-')}`;

/** Settings of the command line, keyed by dotted paths (`benchmark.budget_s`) or nested; undefined says nothing. */
export function fromFlags(flags: Readonly<Record<string, unknown>>): Source {
  const values = Object.entries(flags)
    .map(([path, value]) => treeWith(path.split('.'), value))
    .reduce<Tree>(merge, {});
  return { values, origin: flag, isCommandLine: true };
}
