import { defineCommand } from '../../cli/command.ts';
import {
  dryRunOption,
  formatOption,
  outputOption,
  positiveSeconds,
  profileOption,
  reportWishes,
  seedOption,
  templateOption,
} from '../../cli/options.ts';

export default defineCommand({
  summary: 'Check that your code computes correctly, and how fast it is beside the yardstick',
  options: [
    {
      flags: '-s, --subject <spec>',
      description:
        'code under test: auto, reference, python:DIR, python:FILE.py or module:FILE (default: auto)',
    },
    {
      flags: '--budget <seconds>',
      description: 'time that measuring may take (default: 6)',
      parse: positiveSeconds,
    },
    {
      flags: '--call-limit <seconds>',
      description: 'longest time for one request to the code under test (default: 10)',
      parse: positiveSeconds,
    },
    { flags: '--python <program>', description: 'Python that runs Python subjects (default: python3)' },
    profileOption,
    seedOption,
    formatOption,
    templateOption,
    outputOption,
    dryRunOption,
  ],
  examples: [
    {
      command: 'tito benchmark baseline',
      does: 'measure the TinyTorch package or tito.subject.ts found here',
    },
    { command: 'tito benchmark baseline --subject python:../tinytorch', does: 'measure a package elsewhere' },
    { command: 'tito benchmark baseline --format json > baseline.json', does: 'all figures and raw samples' },
    { command: 'tito benchmark baseline --dry-run', does: 'show what would be measured' },
  ],
  run: async (context, _args, options) => {
    const { say } = await import('../../cli/failure.ts');
    const { createProgress } = await import('../../cli/progress.ts');
    const { baseline } = await import('../../workflows/baseline.ts');
    const { subject, budget, callLimit, python, profile, seed, format, dryRun, verbose } = options;
    const wanted = {
      flags: {
        profile,
        seed,
        format,
        'benchmark.subject': subject,
        'benchmark.budget_s': budget,
        'benchmark.call_limit_s': callLimit,
        'benchmark.python': python,
      },
      dryRun: dryRun === true,
      verbose: verbose === true,
      ...(await reportWishes(context, options)),
    };
    const outcome = await baseline(context, wanted, () => createProgress(context, wanted.verbose));
    return typeof outcome === 'number' ? outcome : say(context, outcome);
  },
});
