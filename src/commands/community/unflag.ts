import { defineCommand } from '../../cli/command.ts';
import { communityWishes, moderatorOptions } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Moderators: give a flagged run its rank back',
  arguments: [{ name: '<run>', description: "id of a run, as 'tito community reviews --flagged' shows it" }],
  options: moderatorOptions,
  examples: [
    {
      command: 'tito community unflag 5f0c2a9e-7d1b-4c57-9a55-0f6d7f3f8a11',
      does: 'its rank and the counts are as if it had never been flagged',
    },
  ],
  run: async (context, [run = ''], options) => {
    const { unflag } = await import('../../workflows/community/moderate.ts');
    return unflag(context, {
      ...(await communityWishes(context, options)),
      adminTokenFile: options.adminTokenFile as string | undefined,
      run,
    });
  },
});
