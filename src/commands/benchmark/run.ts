import { defineCommand } from '../../cli/command.ts';
import {
  dryRunOption,
  formatOption,
  outputOption,
  positiveSeconds,
  reportWishes,
  seedOption,
  templateOption,
  wordsOf,
} from '../../cli/options.ts';

export default defineCommand({
  summary:
    'Measure any benchmark or suite, a file with defineBenchmark or a command line, and keep the result',
  arguments: [
    { name: '[ids...]', description: "benchmarks and suites that 'tito benchmark list' shows, or files" },
  ],
  options: [
    {
      flags: '-s, --subject <spec>',
      description:
        'code that benchmarks over operations measure: auto, reference, python:DIR or module:FILE (default: auto)',
    },
    { flags: '-c, --command <line>', description: 'measure a command line as whole processes' },
    {
      flags: '--budget <seconds>',
      description: 'time that measuring may take (default: 2 per workload)',
      parse: positiveSeconds,
    },
    {
      flags: '--call-limit <seconds>',
      description: 'longest time for one request to the code under test (default: 10)',
      parse: positiveSeconds,
    },
    { flags: '--python <program>', description: 'Python that runs Python subjects (default: python3)' },
    seedOption,
    formatOption,
    templateOption,
    outputOption,
    dryRunOption,
  ],
  examples: [
    { command: 'tito benchmark run matmul', does: 'one benchmark on your framework' },
    { command: 'tito benchmark run baseline --subject reference', does: 'all benchmarks of a suite' },
    { command: 'tito benchmark run benchmarks/text/tokenize.ts', does: 'a function of yours' },
    { command: "tito benchmark run -c 'python train.py'", does: 'a program, with CPU time and peak memory' },
  ],
  run: async (context, ids, options) => {
    const { say } = await import('../../cli/failure.ts');
    const { createProgress } = await import('../../cli/progress.ts');
    const { runBenchmarks } = await import('../../workflows/run-benchmarks.ts');
    const { budget, dryRun, verbose } = options;
    const wanted = {
      flags: {
        seed: options.seed,
        format: options.format,
        'benchmark.subject': options.subject,
        'benchmark.call_limit_s': options.callLimit,
        'benchmark.python': options.python,
      },
      words: [...ids, ...wordsOf(options.command).map((line) => `command:${line}`)],
      budget_s: typeof budget === 'number' ? budget : null,
      dryRun: dryRun === true,
      verbose: verbose === true,
      ...(await reportWishes(context, options)),
    };
    const outcome = await runBenchmarks(context, wanted, () => createProgress(context, wanted.verbose));
    return typeof outcome === 'number' ? outcome : say(context, outcome);
  },
});
