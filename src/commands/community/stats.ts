import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'How many builders there are, and where you stand',
  options: [{ flags: '--cohort', description: 'your own cohort only' }, ...communityOptions],
  examples: [
    { command: 'tito community stats', does: 'the whole community, and your cohort when you have joined' },
    { command: 'tito community stats --cohort --format json', does: 'your cohort for a program' },
  ],
  run: async (context, _args, options) => {
    const { stats } = await import('../../workflows/community/stats.ts');
    return stats(context, {
      ...(await communityWishes(context, options)),
      onlyCohort: options.cohort === true,
    });
  },
});
