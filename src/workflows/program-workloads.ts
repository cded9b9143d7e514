import type { Context } from '../cli/context.ts';
import { loadSuite } from '../config/load-suite.ts';
import type { Benchmark } from '../contracts.ts';
import { discover } from '../discovery/discover.ts';
import { load, pick } from '../discovery/load.ts';
import { TitoError } from '../errors.ts';
import type { MeasuredWorkload } from '../schema/measured-workload.ts';
import { suite } from '../schema/suite.ts';

export const REQUIRED_OF_PROGRAMS = ['title', 'inputs', 'setup', 'steps', 'answers', 'grid'] as const;

/** What subjects are measured by: the named benchmarks, or those of the baseline. */
export async function programWorkloads(
  { root, cwd: directory }: Pick<Context, 'root' | 'cwd'>,
  ids: readonly string[],
): Promise<{ workloads: MeasuredWorkload[]; benchmarks: Map<string, Benchmark> }> {
  const places = { root, directory };
  const wanted =
    ids.length > 0
      ? [...new Set(ids)]
      : (await loadSuite('baseline', suite, places)).workloads.map(({ benchmark }) => benchmark);
  const found = discover('benchmark', 'benchmarks', places);
  const loaded = await Promise.all(
    wanted.map(async (id) => {
      const file = pick('benchmark', id, found);
      const benchmark = await load<Partial<Benchmark>>('benchmark', file, ['title']);
      if ('run' in benchmark) {
        const message = `'${id}' measures a function of its own, not a subject.`;
        const hint = `Measure it alone: tito benchmark run ${id}`;
        throw new TitoError('wrong_shape', { message, hint });
      }
      return { id, benchmark: await load<Benchmark>('benchmark', file, REQUIRED_OF_PROGRAMS) };
    }),
  );
  return {
    workloads: loaded.map(({ id, benchmark }) => programWorkload(id, benchmark)),
    benchmarks: new Map(loaded.map(({ id, benchmark }) => [id, benchmark])),
  };
}

export const programWorkload = (id: string, { title, setup, steps, grid }: Benchmark): MeasuredWorkload => ({
  shape: 'program',
  id,
  title,
  setup: [...setup],
  steps: [...steps],
  grid,
});
