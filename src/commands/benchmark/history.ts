import { defineCommand } from '../../cli/command.ts';
import {
  formatOption,
  outputOption,
  percentAboveZero,
  positiveInteger,
  reportWishes,
  templateOption,
} from '../../cli/options.ts';
import { TitoError } from '../../errors.ts';

/** As many as are read within a few seconds. */
const LAST = 300;
const THRESHOLD_PERCENT = 5;

export default defineCommand({
  summary: 'Show the trend of saved runs, and where their level changed for good',
  arguments: [{ name: '[ids...]', description: 'benchmarks, such as matmul (default: all that were saved)' }],
  options: [
    {
      flags: '--last <runs>',
      description: `newest saved runs that are looked at (default: ${LAST})`,
      parse: positiveInteger,
    },
    {
      flags: '--folder <path>',
      description: 'where runs were saved (default: output.directory, which is benchmarks)',
    },
    {
      flags: '--fail-on-regression',
      description: 'exit with 4 where the newest step of a benchmark is a slow-down that persists',
    },
    {
      flags: '--threshold <percent>',
      description: `slow-down that fails the gate (default: ${THRESHOLD_PERCENT})`,
      parse: percentAboveZero,
    },
    formatOption,
    templateOption,
    outputOption,
  ],
  examples: [
    { command: 'tito benchmark history', does: 'all benchmarks, each beside its yardstick or probe' },
    { command: 'tito benchmark history matmul --format csv', does: 'every run of one benchmark as a row' },
    { command: 'tito benchmark history --fail-on-regression --threshold 10', does: 'a gate for CI' },
  ],
  run: async (context, ids, options) => {
    const { createProgress } = await import('../../cli/progress.ts');
    const { history } = await import('../../workflows/history.ts');
    const { last, folder, failOnRegression, threshold, verbose } = options;
    const isGate = failOnRegression === true;
    if (threshold !== undefined && !isGate) {
      const message = '--threshold goes with --fail-on-regression.';
      throw new TitoError('usage', { message, command: 'tito benchmark history' });
    }
    const percent = typeof threshold === 'number' ? threshold : THRESHOLD_PERCENT;
    const wanted = {
      flags: { format: options.format, 'output.directory': folder },
      ids,
      last: typeof last === 'number' ? last : LAST,
      threshold_percent: isGate ? percent : null,
      ...(await reportWishes(context, options)),
    };
    return history(context, wanted, () => createProgress(context, verbose === true));
  },
});
