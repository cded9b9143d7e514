import { join } from 'node:path';
import { interleave } from './interleave.ts';
import { figure, type Measurement } from './row.ts';
import { BARE, builtTito, inEmptyFolder, runNode } from './run-node.ts';

const ROUNDS = 5;

/** Peak of the resident memory of a whole process. */
export const memory: Measurement = {
  id: 'memory_dry_run',
  title: 'Peak memory: tito benchmark baseline --dry-run',
  needs_python: false,
  measure: ({ root }) =>
    inEmptyFolder(async (folder) => {
      const reporter = join(import.meta.dirname, 'report-peak.cjs');
      const peak = (args: readonly string[]) => () => {
        const bytes = Number(runNode(['--require', reporter, ...args], folder));
        if (!(bytes > 0)) throw new Error('the system does not tell the peak of a process');
        return bytes;
      };
      const command = [builtTito(root), 'benchmark', 'baseline', '--dry-run'];
      const samples = await interleave({ bare: peak(BARE), tito: peak(command) }, ROUNDS);
      return [
        figure({
          id: memory.id,
          title: memory.title,
          beside: 'bare Node',
          unit: 'bytes',
          statistic: 'median',
          limit: null,
          samples: { measured: samples('tito'), control: samples('bare') },
        }),
      ];
    }),
};
