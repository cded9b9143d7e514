import { ask, askingOptions, flagsOf, percent } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Compare two saved runs, or run the same tasks on several profiles',
  arguments: [{ name: '[files...]', description: 'two results files, the earlier one first' }],
  options: [
    { flags: '--profiles <names...>', description: 'run on these hardware classes, one after the other' },
    { flags: '--fail-on-regression', description: 'exit with 4 where something got worse beyond doubt' },
    {
      flags: '--threshold <percent>',
      description:
        'by how much it has to be worse: per cent of time and tokens, points of quality (default: 5)',
      parse: percent,
    },
    ...askingOptions.filter(({ flags }) => !/--(?:profile|resume)\b/.test(flags)),
  ],
  examples: [
    {
      command:
        'tito tasks compare benchmarks/tasks_20261121_090000.json benchmarks/tasks_20261122_090000.json',
      does: 'what changed between two runs, with intervals',
    },
    {
      command: 'tito tasks compare BEFORE.json AFTER.json --fail-on-regression --threshold 10',
      does: 'a gate for CI',
    },
    { command: 'tito tasks compare --profiles light medium heavy', does: 'the same tasks on three classes' },
  ],
  run: async (context, files, options) => {
    const { profiles, failOnRegression, threshold, output } = options;
    if (Array.isArray(profiles) && files.length === 0) {
      return ask(context, { batch: null, tasks: [], profiles: profiles.map(String) }, options);
    }
    const [before, after, more] = files;
    if (before === undefined || after === undefined || more !== undefined || profiles !== undefined) {
      const { TitoError } = await import('../../errors.ts');
      const message = 'Give two results files, or --profiles with the names of hardware classes.';
      throw new TitoError('usage', { message, command: 'tito tasks compare' });
    }
    const { compareTaskFiles } = await import('../../workflows/compare-tasks.ts');
    return compareTaskFiles(context, [before, after], {
      flags: flagsOf(options),
      threshold_percent: typeof threshold === 'number' ? threshold : 5,
      isGate: failOnRegression === true,
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
