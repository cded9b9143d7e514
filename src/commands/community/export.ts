import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Everything that the registry has about you',
  options: communityOptions,
  examples: [
    { command: 'tito community export', does: 'at a glance' },
    {
      command: 'tito community export --format json --output me.json',
      does: 'all of it, submitted runs included',
    },
  ],
  run: async (context, _args, options) => {
    const { exportMember } = await import('../../workflows/community/export.ts');
    return exportMember(context, await communityWishes(context, options));
  },
});
