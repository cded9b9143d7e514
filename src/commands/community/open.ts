import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: "Open the registry's pages in your browser: the map, the leaderboard",
  arguments: [
    {
      name: '[page]',
      description: 'which page (default: map)',
      choices: ['map', 'leaderboard'],
    },
  ],
  options: [
    {
      flags: '--registry <place>',
      description: 'a URL (default: community.registry)',
    },
  ],
  examples: [
    { command: 'tito community open', does: 'the map of all builders' },
    { command: 'tito community open leaderboard', does: 'the best runs, with their intervals' },
    {
      command: 'tito community open --registry https://tito.example.edu',
      does: "the pages of your class's own registry",
    },
  ],
  run: async (context, [page], options) => {
    const { open } = await import('../../workflows/community/open.ts');
    return open(context, {
      flags: { 'community.registry': options.registry },
      page: page === 'leaderboard' ? page : 'map',
    });
  },
});
