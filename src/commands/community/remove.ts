import { defineCommand } from '../../cli/command.ts';
import { communityWishes, moderatorOptions, reasonOf } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Moderators: remove a run for good, for a reason that its member is told',
  arguments: [{ name: '<run>', description: "id of a run, as 'tito community reviews' shows it" }],
  options: [
    {
      flags: '--reason <text>',
      description: 'why, in a line; it is kept without the run, and the member is told',
    },
    { flags: '-y, --yes', description: 'do not ask; for machines without a terminal' },
    ...moderatorOptions,
  ],
  examples: [
    {
      command:
        'tito community remove 5f0c2a9e-7d1b-4c57-9a55-0f6d7f3f8a11 --reason "asked for by its member"',
      does: 'asks, then deletes the run and its samples; ranks and counts follow',
    },
    {
      command: 'tito community flag RUN --reason TEXT',
      does: 'the milder way: the run stays, without a rank, and is not taken a second time',
    },
  ],
  run: async (context, [run = ''], options) => {
    const { remove } = await import('../../workflows/community/moderate.ts');
    const { confirm } = await import('../../cli/join-form.ts');
    return remove(context, {
      ...(await communityWishes(context, options)),
      adminTokenFile: options.adminTokenFile as string | undefined,
      run,
      reason: reasonOf('remove', options.reason),
      isSure: options.yes === true,
      confirm: (question, shown) => confirm(context, question, shown),
    });
  },
});
