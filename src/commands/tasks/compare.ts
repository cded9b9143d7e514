import { ask, askingOptions, flagsOf, gateOptions } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';
import { reportWishes } from '../../cli/options.ts';
import type { BenchmarkResult } from '../../workflows/tasks-settings.ts';

const [, ...gate] = gateOptions;

export default defineCommand({
  summary: 'Compare saved runs, or run the same tasks on several models or profiles',
  arguments: [
    {
      name: '[files...]',
      description:
        'one results file for its models, two for a later run against an earlier one, more or a folder for all together',
    },
  ],
  options: [
    {
      flags: '-m, --models <names...>',
      description: 'run the same tasks on these models, or compare them within a results file',
    },
    { flags: '--profiles <names...>', description: 'run on these hardware classes, one after the other' },
    {
      flags: '--tasks <ids...>',
      description: 'tasks that are run (default: all)',
      ids: { kind: 'task', folder: 'benchmarks/tasks', endings: ['.yaml', '.yml'], extendable: true },
    },
    ...gate,
    ...askingOptions.filter(({ flags }) => !/--(?:profile|resume|model)\b/.test(flags)),
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
    {
      command: 'tito tasks compare --models llama3.2:1b llama3.2:3b --samples 8',
      does: 'run the same tasks on two models, interleaved',
    },
    { command: 'tito tasks compare RUN.json', does: 'the models of one saved run against each other' },
    {
      command: 'tito tasks compare benchmarks/',
      does: 'all saved runs in a folder, and what they say together',
    },
    { command: 'tito tasks compare --profiles light medium heavy', does: 'the same tasks on three classes' },
  ],
  run: async (context, files, options) => {
    const { failOnRegression, threshold } = options;
    const [profiles, models, tasks] = [
      wordsOf(options.profiles),
      wordsOf(options.models),
      wordsOf(options.tasks),
    ];
    if (files.length > 0 && profiles.length === 0 && tasks.length === 0) {
      const { compareSavedTasks } = await import('../../workflows/compare-saved-tasks.ts');
      return compareSavedTasks(context, files, {
        flags: flagsOf(options),
        threshold_percent: typeof threshold === 'number' ? threshold : null,
        isGate: failOnRegression === true,
        models,
        ...(await reportWishes(context, options)),
      });
    }
    const asking = { ...options, ...(models.length > 0 ? { model: models } : {}) };
    if (files.length === 0 && profiles.length > 0) {
      return ask(context, { batch: null, tasks, profiles }, asking);
    }
    const { TitoError } = await import('../../errors.ts');
    const names = [...new Set(models)];
    if (files.length === 0 && names.length > 1) {
      if (failOnRegression === true || threshold !== undefined) {
        const message = '--fail-on-regression and --threshold are for two results files, not for models.';
        throw new TitoError('usage', { message, command: 'tito tasks compare' });
      }
      const { providerOfModels, reportModels } = await import('../../workflows/compare-task-models.ts');
      const view = async ({ run, file, document }: BenchmarkResult) => {
        const report = await reportModels(context.root, run, file, names);
        return document.samples ? { ...report, samples: document.samples } : report;
      };
      const provider = await providerOfModels(context, flagsOf(asking));
      return ask(context, { batch: null, tasks, view }, { ...asking, model: names, provider });
    }
    const message =
      'Give results files, or two models or more with --models, or --profiles with the names of hardware classes.';
    throw new TitoError('usage', { message, command: 'tito tasks compare' });
  },
});

const wordsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
