import type { Layout, Report } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';

/** A report that is no run's, laid out by its own document. */
export async function layOut<T extends object>(
  root: string,
  kind: string,
  data: T,
  hint: string,
): Promise<Report> {
  const found = pick('document', kind, discover('document', 'src/reporters/documents', { root }));
  const layout = await load<Layout<T>>('document', found, ['layOut']);
  return { data: Object.fromEntries(Object.entries(data)), ...layout.layOut(data, hint) };
}
