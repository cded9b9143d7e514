import { defineCommand } from '../../cli/command.ts';
import {
  dryRunOption,
  formatOption,
  outputOption,
  percentAboveZero,
  positiveSeconds,
  reportWishes,
  seedOption,
  templateOption,
  wordsOf,
} from '../../cli/options.ts';

export default defineCommand({
  summary:
    'Is B faster than A? Two subjects, functions, commands or saved runs, or this code and an older commit',
  arguments: [
    {
      name: '[specs...]',
      description:
        'what there was and what is there now: reference, python:DIR, module:FILE, a file with defineBenchmark, command:LINE, or a results file',
    },
  ],
  options: [
    {
      flags: '-a, --against <commit>',
      description: 'measure the code of a commit, branch or tag beside that of the working tree',
    },
    { flags: '-c, --command <lines...>', description: 'a command line as a side; give it twice for both' },
    {
      flags: '-w, --workload <ids...>',
      description: 'benchmarks that subjects are measured by (default: those of the baseline)',
      ids: { kind: 'benchmark', folder: 'benchmarks', extendable: true },
    },
    {
      flags: '--budget <seconds>',
      description:
        'time that measuring may take; what is settled sooner ends sooner (default: 2 per workload)',
      parse: positiveSeconds,
    },
    {
      flags: '--margin <percent>',
      description: "'same' claims that the difference is smaller than this (default: 1)",
      parse: percentAboveZero,
    },
    {
      flags: '--fail-on-regression',
      description:
        'exit with 4 where B is slower beyond doubt, by the threshold at least, and a second run says so too',
    },
    {
      flags: '--threshold <percent>',
      description: 'slow-down that fails the gate (default: 5)',
      parse: percentAboveZero,
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
    { command: 'tito benchmark compare old.ts new.ts', does: 'two functions, each with defineBenchmark' },
    { command: 'tito benchmark compare --against HEAD~1', does: 'your framework now and one commit ago' },
    {
      command: 'tito benchmark compare --against main bench.ts --fail-on-regression --threshold 10',
      does: 'a gate for CI',
    },
    {
      command: "tito benchmark compare -c 'python old.py' -c 'python train.py'",
      does: 'two command lines, as whole processes',
    },
    { command: 'tito benchmark compare BEFORE.json AFTER.json', does: 'two saved runs' },
  ],
  run: async (context, specs, options) => {
    const { say } = await import('../../cli/failure.ts');
    const { createProgress } = await import('../../cli/progress.ts');
    const { compare } = await import('../../workflows/compare.ts');
    const { against, budget, margin, threshold, failOnRegression, dryRun, verbose } = options;
    const number = (value: unknown) => (typeof value === 'number' ? value : null);
    const wanted = {
      flags: {
        seed: options.seed,
        format: options.format,
        'benchmark.call_limit_s': options.callLimit,
        'benchmark.python': options.python,
      },
      words: [...specs, ...wordsOf(options.command).map((line) => `command:${line}`)],
      against: typeof against === 'string' ? against : null,
      workloads: wordsOf(options.workload),
      budget_s: number(budget),
      margin_percent: number(margin),
      threshold_percent: number(threshold),
      isGate: failOnRegression === true,
      dryRun: dryRun === true,
      verbose: verbose === true,
      ...(await reportWishes(context, options)),
    };
    const outcome = await compare(context, wanted, () => createProgress(context, wanted.verbose));
    return typeof outcome === 'number' ? outcome : say(context, outcome);
  },
});
