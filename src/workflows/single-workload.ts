import { basename, extname } from 'node:path';
import type { Context } from '../cli/context.ts';
import type { MeasuredWorkload } from '../schema/measured-workload.ts';
import type { ChosenContender, RunLimits } from './chosen-contender.ts';

const LONGEST_ID = 40;

/** Words as an id: `node -e 0` is `node_e_0`, so that the history of a command finds its runs. */
function idFrom(words: string, otherwise: string): string {
  const id = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST_ID)
    .replace(/_+$/, '');
  return id === '' ? otherwise : id;
}

/** The workload that a command line is by itself. */
export const commandWorkload = ({ spec }: ChosenContender): MeasuredWorkload => ({
  shape: 'command',
  id: idFrom(spec.argument, 'command'),
  title: spec.argument,
  exit_status: 0,
});

/**
 * The workload that a function is by itself. Its file is executed once, in an isolate.
 * @param id of a benchmark; the file's name where it is none
 */
export async function functionWorkload(
  { root, signal }: Pick<Context, 'root' | 'signal'>,
  { spec, revision, directory }: ChosenContender,
  { seed, limit_ms, python }: RunLimits,
  id = idFrom(basename(spec.argument, extname(spec.argument)), 'function'),
): Promise<MeasuredWorkload> {
  // Its thread is needed nowhere else before something is timed.
  const { describeFunction } = await import('../timing/isolates/function-isolate.ts');
  const options = { root, signal, limit_ms, python, revision, directory, seed, exit_status: 0 };
  const described = await describeFunction(spec, { ...options, onOutput: () => {} });
  return { shape: 'function', id, ...described };
}
