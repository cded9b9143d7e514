import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes, upTo } from '../../cli/community-options.ts';

const TRACKS = ['overall', 'speed', 'compression', 'accuracy', 'efficiency', 'baseline'] as const;

export default defineCommand({
  summary: 'The best runs, as the registry recomputed them, with their intervals',
  options: [
    {
      flags: '--track <track>',
      description: 'what counts (default: overall)',
      choices: TRACKS,
    },
    { flags: '--cohort', description: 'among your cohort only' },
    { flags: '--class', description: 'among those of your class only' },
    { flags: '--institution', description: 'among those of your institution only' },
    {
      flags: '--limit <number>',
      description: 'how many of the best, 1 to 100 (default: 10)',
      parse: upTo(100, 1),
    },
    ...communityOptions,
  ],
  examples: [
    { command: 'tito community leaderboard', does: 'the ten best, and those around you' },
    { command: 'tito community leaderboard --track compression --cohort', does: 'of your semester' },
    { command: 'tito community leaderboard --format csv --limit 100', does: 'as a table' },
  ],
  run: async (context, _args, options) => {
    const { leaderboard } = await import('../../workflows/community/leaderboard.ts');
    const { limit } = options;
    const within = (['cohort', 'class', 'institution'] as const).find((kind) => options[kind] === true);
    const track = TRACKS.find((each) => each === options.track);
    return leaderboard(context, {
      ...(await communityWishes(context, options)),
      ...(track === undefined ? {} : { track }),
      ...(typeof limit === 'number' ? { limit } : {}),
      ...(within === undefined ? {} : { within }),
    });
  },
});
