import { defineCommand } from '../../cli/command.ts';
import { communityWishes, moderatorOptions, reasonOf } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Moderators: take a run its rank, for a reason that its member is told',
  arguments: [{ name: '<run>', description: "id of a run, as 'tito community reviews' shows it" }],
  options: [
    { flags: '--reason <text>', description: 'why, in a line; the member is told' },
    ...moderatorOptions,
  ],
  examples: [
    {
      command:
        'tito community flag 5f0c2a9e-7d1b-4c57-9a55-0f6d7f3f8a11 --reason "timed outside of the loop"',
      does: 'in the registry of your data folder',
    },
    {
      command:
        'tito community flag RUN --reason TEXT --registry https://tito.example.edu --admin-token-file admin-token',
      does: 'at a server, by the admin token that whoever runs it gave you',
    },
  ],
  run: async (context, [run = ''], options) => {
    const { flag } = await import('../../workflows/community/moderate.ts');
    return flag(context, {
      ...(await communityWishes(context, options)),
      adminTokenFile: options.adminTokenFile as string | undefined,
      run,
      reason: reasonOf('flag', options.reason),
    });
  },
});
