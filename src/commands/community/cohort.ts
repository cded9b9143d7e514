import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes } from '../../cli/community-options.ts';

export default defineCommand({
  summary: 'Your peers: those who are about as far as you',
  options: [
    { flags: '--class', description: 'only those of your class' },
    { flags: '--institution', description: 'only those of your institution' },
    { flags: '--course-type', description: 'only those of your type of course' },
    { flags: '--since <date>', description: 'only those who joined on that day (YYYY-MM-DD) or later' },
    ...communityOptions,
  ],
  examples: [
    {
      command: 'tito community cohort',
      does: 'your semester, your class, your institution, your type of course',
    },
    { command: 'tito community cohort --institution', does: 'those at your university' },
    { command: 'tito community cohort --since 2026-11-01', does: 'those who joined since' },
  ],
  run: async (context, _args, options) => {
    const { cohort } = await import('../../workflows/community/cohort.ts');
    const kinds = (['class', 'institution', 'courseType'] as const).filter((name) => options[name] === true);
    return cohort(context, {
      ...(await communityWishes(context, options)),
      kinds: kinds.map((name) => (name === 'courseType' ? 'course_type' : name)),
      ...(typeof options.since === 'string' ? { since: options.since } : {}),
    });
  },
});
