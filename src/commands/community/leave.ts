import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Leave: everything of you is deleted there and here',
  options: [
    { flags: '-y, --yes', description: 'do not ask; for machines without a terminal' },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito community export --format json --output me.json', does: 'keep a copy first' },
    { command: 'tito community leave', does: 'shows what is deleted, asks, deletes' },
  ],
  run: async (context, _args, options) => {
    const { leave } = await import('../../workflows/community/leave.ts');
    const { confirm } = await import('../../cli/join-form.ts');
    return leave(context, {
      ...(await communityWishes(context, options)),
      isSure: options.yes === true,
      confirm: (question, text) => confirm(context, question, text),
    });
  },
});
