import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Give your membership a new token, such as after a laptop is lost',
  arguments: [{ name: '<action>', description: 'what to do', choices: ['rotate'] }],
  options: communityOptions,
  examples: [{ command: 'tito community token rotate', does: 'the former one works for a few minutes more' }],
  run: async (context, _args, options) => {
    const { rotate } = await import('../../workflows/community/rotate.ts');
    return rotate(context, await communityWishes(context, options));
  },
});
