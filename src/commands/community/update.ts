import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes, profileOptions, upTo } from '../../cli/community-options.ts';

export default defineCommand({
  summary: "Tell the community how far you are, from the course's own progress files",
  options: [
    {
      flags: '--milestones <number>',
      description: 'milestones passed, 0 to 6, instead of what the files say',
      parse: upTo(6),
    },
    {
      flags: '--modules <number>',
      description: 'modules completed, 0 to 20, instead of what the files say',
      parse: upTo(20),
    },
    ...profileOptions,
    { flags: '-y, --yes', description: 'say yes to sending it from CI' },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito community update', does: 'after a module or a milestone' },
    { command: 'tito community update --modules 12 --milestones 4', does: 'by hand' },
    { command: 'tito community update --institution "ETH Zürich"', does: 'you have moved' },
  ],
  run: async (context, _args, options) => {
    const { update } = await import('../../workflows/community/update.ts');
    const { milestones, modules } = options;
    return update(context, {
      ...(await communityWishes(context, options)),
      words: options,
      isSure: options.yes === true,
      ...(typeof milestones === 'number' ? { milestones } : {}),
      ...(typeof modules === 'number' ? { modules } : {}),
    });
  },
});
