import { defineCommand } from '../../cli/command.ts';
import { formatOption, outputOption } from '../../cli/options.ts';

export default defineCommand({
  summary: 'List the benchmarks and suites that tito finds',
  options: [formatOption, outputOption],
  examples: [
    {
      command: 'tito benchmark list',
      does: 'those that ship with tito, then those of the working directory',
    },
    { command: 'tito benchmark list --format json', does: 'the same for programs' },
  ],
  run: async (context, _args, { format, output }) => {
    const { listBenchmarks } = await import('../../workflows/list-benchmarks.ts');
    return listBenchmarks(context, {
      flags: { format },
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
