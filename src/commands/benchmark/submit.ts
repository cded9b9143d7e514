import { defineCommand } from '../../cli/command.ts';
import { communityOptions } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Submit your newest runs to the leaderboard, or check a saved run the way the registry does',
  arguments: [{ name: '[file]', description: 'results file (default: the newest baseline and capstone)' }],
  options: [
    {
      flags: '-c, --check <file>',
      description: 'only recompute every score from its raw samples; nothing is sent anywhere',
    },
    { flags: '-y, --yes', description: 'do not ask; for machines without a terminal' },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito benchmark submit', does: "the same as 'tito community submit --benchmark'" },
    {
      command: 'tito benchmark submit --check benchmarks/capstone_20261121_090000.json',
      does: 'recompute every figure, and name what does not add up; exit 4 where it is refused',
    },
    { command: 'tito benchmark submit --check RUN.json --format json', does: 'the findings for a program' },
  ],
  run: async (context, args, options) => {
    const { check, format, output } = options;
    if (typeof check !== 'string') {
      const { default: submit } = await import('../community/submit.ts');
      return submit.run(context, args, options);
    }
    const { checkFile } = await import('../../workflows/check-file.ts');
    return checkFile(context, check, {
      flags: { format },
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
