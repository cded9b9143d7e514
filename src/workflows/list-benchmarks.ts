import { relative } from 'node:path';
import type { Context } from '../cli/context.ts';
import { loadConfig } from '../config/load-config.ts';
import type { DocumentPart } from '../contracts.ts';
import { discover, type Found, YAML } from '../discovery/discover.ts';
import { EXIT } from '../errors.ts';
import { writeReport } from './write-report.ts';

export interface ListOptions {
  flags: Record<string, unknown>;
  output?: string;
}

/** Lists benchmarks and suites by their files' names alone: nothing that is found is executed. */
export async function listBenchmarks(context: Context, options: ListOptions): Promise<number> {
  const { root, cwd: directory, env } = context;
  const { values } = await loadConfig({ cwd: directory, env, flags: options.flags });
  const places = { root, directory };
  const shown = ({ origin, file }: Found) => relative(origin === 'built-in' ? root : directory, file);
  const entries = (found: readonly Found[]) =>
    found.map((each) => ({ id: each.id, category: each.category, origin: each.origin, file: shown(each) }));
  const benchmarks = entries(discover('benchmark', 'benchmarks', places));
  const suites = entries(discover('suite', 'suites', places, YAML));
  const part = (icon: string, title: string, list: ReturnType<typeof entries>): DocumentPart => ({
    kind: 'table',
    icon,
    title,
    columns: ['id', 'file', 'from'],
    rows: list.map(({ id, origin, file }) => [id, file, origin]),
  });
  const report = {
    data: { schema_version: 1, benchmarks, suites },
    rows: [
      ...benchmarks.map((each) => ({ kind: 'benchmark', ...each })),
      ...suites.map((each) => ({ kind: 'suite', ...each })),
    ],
    parts: [part('📊', 'Benchmarks', benchmarks), part('📚', 'Suites', suites)],
  };
  const { output } = options;
  await writeReport(context, report, { format: values.format, ...(output === undefined ? {} : { output }) });
  return EXIT.done;
}
