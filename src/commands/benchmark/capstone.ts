import { defineCommand } from '../../cli/command.ts';
import {
  dryRunOption,
  formatOption,
  outputOption,
  positiveInteger,
  positiveSeconds,
  reportWishes,
  seedOption,
  templateOption,
} from '../../cli/options.ts';
import type { Track } from '../../schema/capstone-suite.ts';

export default defineCommand({
  summary: 'Measure your optimised model against your own baseline: speed, compression, accuracy, efficiency',
  options: [
    {
      flags: '-t, --track <name>',
      description: 'measure one track alone (default: all)',
      choices: ['speed', 'compression', 'accuracy', 'efficiency', 'all'],
    },
    {
      flags: '-s, --subject <spec>',
      description:
        'models under test: auto, reference, python:DIR, python:FILE.py or module:FILE (default: auto)',
    },
    { flags: '--data <file>', description: 'digits of your own instead of generated ones (.npz or .csv)' },
    {
      flags: '--image-size <pixels>',
      description: 'pixels per side of the generated digits (default: 8)',
      choices: ['8', '28'],
    },
    { flags: '--budget <seconds>', description: 'time for measuring (default: 20)', parse: positiveSeconds },
    {
      flags: '--train-limit <seconds>',
      description: 'longest time for training one model (default: 300)',
      parse: positiveSeconds,
    },
    {
      flags: '--call-limit <seconds>',
      description: 'longest time for any other request to the models (default: 60)',
      parse: positiveSeconds,
    },
    {
      flags: '--memory-limit <mebibytes>',
      description: 'most memory that the models may use (default: 2048)',
      parse: positiveInteger,
    },
    { flags: '--python <program>', description: 'Python that runs Python models (default: python3)' },
    {
      flags: '--init <language>',
      description: 'write a starting file with both models, and measure nothing',
      choices: ['python', 'ts'],
    },
    { flags: '--roster <folder>', description: "measure every student's folder in it and rank them" },
    { flags: '--resume', description: 'with --roster: go on where an interrupted one stopped' },
    seedOption,
    formatOption,
    templateOption,
    outputOption,
    dryRunOption,
  ],
  examples: [
    {
      command: 'tito benchmark capstone',
      does: 'measure capstone.py or tito.subject.ts found here, otherwise tito’s own models',
    },
    { command: 'tito benchmark capstone --init python', does: 'write capstone.py beside your tinytorch/' },
    { command: 'tito benchmark capstone --track speed', does: 'measure speed alone; no overall score' },
    {
      command: 'tito benchmark capstone --roster class/ --format csv -o ranks.csv',
      does: "run every student's folder and rank them",
    },
  ],
  run: async (context, _args, options) => {
    const { init, roster, resume, track, data, dryRun, verbose } = options;
    if (typeof init === 'string') {
      const { initCapstone } = await import('../../workflows/init-capstone.ts');
      return initCapstone(context, init);
    }
    if (resume === true && typeof roster !== 'string') {
      const { TitoError } = await import('../../errors.ts');
      const message = '--resume goes with --roster: a single run starts anew.';
      throw new TitoError('usage', { message, command: 'tito benchmark capstone' });
    }
    const { say } = await import('../../cli/failure.ts');
    const { createProgress } = await import('../../cli/progress.ts');
    const text = (name: string, value: unknown) => (typeof value === 'string' ? { [name]: value } : {});
    const wanted = {
      flags: {
        seed: options.seed,
        format: options.format,
        'benchmark.subject': options.subject,
        'benchmark.python': options.python,
        'capstone.image_size': options.imageSize === undefined ? undefined : Number(options.imageSize),
        'capstone.budget_s': options.budget,
        'capstone.train_limit_s': options.trainLimit,
        'capstone.call_limit_s': options.callLimit,
        'capstone.memory_limit_mib': options.memoryLimit,
      },
      track: (track ?? 'all') as Track | 'all',
      dryRun: dryRun === true,
      verbose: verbose === true,
      ...text('data', data),
      ...(await reportWishes(context, options)),
    };
    const progress = () => createProgress(context, wanted.verbose);
    if (typeof roster === 'string') {
      const { rosterCapstone } = await import('../../workflows/roster.ts');
      const outcome = await rosterCapstone(context, { ...wanted, roster, resume: resume === true }, progress);
      return typeof outcome === 'number' ? outcome : say(context, outcome);
    }
    const { capstone } = await import('../../workflows/capstone.ts');
    const outcome = await capstone(context, wanted, progress);
    return typeof outcome === 'number' ? outcome : say(context, outcome);
  },
});
