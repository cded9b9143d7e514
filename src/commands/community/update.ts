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
    {
      flags: '--class <code>',
      description: 'enter the class with this join code, instead of the one you are in',
    },
    { flags: '--no-class', description: 'leave your class; you stay in the community' },
    { flags: '-y, --yes', description: 'do not ask; for a class, and for sending it from CI' },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito community update', does: 'after a module or a milestone' },
    { command: 'tito community update --modules 12 --milestones 4', does: 'by hand' },
    { command: 'tito community update --class K7QM-2XP9', does: 'enter a class; it asks first' },
    { command: 'tito community update --institution "ETH Zürich"', does: 'you have moved' },
  ],
  run: async (context, _args, options) => {
    const { update } = await import('../../workflows/community/update.ts');
    const { confirm } = await import('../../cli/join-form.ts');
    const code = options.class === false ? null : options.class;
    const { milestones, modules } = options;
    return update(context, {
      ...(await communityWishes(context, options)),
      words: options,
      isSure: options.yes === true,
      ...(code === null || typeof code === 'string' ? { code } : {}),
      confirm: (question, text) => confirm(context, question, text),
      ...(typeof milestones === 'number' ? { milestones } : {}),
      ...(typeof modules === 'number' ? { modules } : {}),
    });
  },
});
