import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Submit your newest runs to the leaderboard',
  arguments: [{ name: '[file]', description: 'results file (default: the newest baseline and capstone)' }],
  options: [
    { flags: '-b, --benchmark', description: 'what is submitted are benchmarks (the only kind there is)' },
    { flags: '-y, --yes', description: 'do not ask; for machines without a terminal' },
    ...communityOptions,
  ],
  examples: [
    {
      command: 'tito community submit --benchmark',
      does: 'the newest finished baseline and capstone of this folder',
    },
    {
      command: 'tito community submit --benchmark benchmarks/capstone_20261121_090000.json',
      does: 'this one',
    },
    { command: 'tito benchmark submit --check RUN.json', does: 'only check it; nothing is sent' },
  ],
  run: async (context, [file], options) => {
    const { submit } = await import('../../workflows/community/submit.ts');
    const { say } = await import('../../cli/failure.ts');
    const outcome = await submit(context, {
      ...(await communityWishes(context, options)),
      isSure: options.yes === true,
      ...(file === undefined ? {} : { file }),
    });
    return typeof outcome === 'number' ? outcome : say(context, outcome);
  },
});
