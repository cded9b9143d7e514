import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes, profileOptions } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Join the community: your cohort, your place on the map',
  options: [
    ...profileOptions,
    {
      flags: '--class <code>',
      description: 'also enter the class with this join code; what its instructor will see is said first',
    },
    { flags: '-y, --yes', description: 'say yes to what is shown; for machines without a terminal' },
    { flags: '--dry-run', description: 'show the exact JSON that would be given, and stop' },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito community join', does: 'asks four questions, shows what would be given, and asks' },
    {
      command: 'tito community join --country Kenya --institution "University of Nairobi" --yes',
      does: 'join without being asked',
    },
    {
      command: 'tito community join --class K7QM-2XP9',
      does: 'with the code that your instructor gave you',
    },
    { command: 'tito community join --dry-run', does: 'the very JSON; nothing is sent or written' },
    {
      command: 'tito community join --registry https://tito.example.edu',
      does: "join your class's own registry",
    },
  ],
  run: async (context, _args, options) => {
    const { join } = await import('../../workflows/community/join.ts');
    const { askForProfile, confirm } = await import('../../cli/join-form.ts');
    return join(context, {
      ...(await communityWishes(context, options)),
      words: options,
      ...(typeof options.class === 'string' ? { code: options.class } : {}),
      isDryRun: options.dryRun === true,
      isSure: options.yes === true,
      ask: (known, check) => askForProfile(context, known, check),
      confirm: (question, text) => confirm(context, question, text),
    });
  },
});
