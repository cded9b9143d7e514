import { defineCommand } from '../../cli/command.ts';
import { communityWishes, moderatorOptions, upTo } from '../../cli/community-options.ts';
import { TitoError } from '../../errors.ts';

export default defineCommand({
  summary: 'Moderators: submitted runs with their ids, and what was done to which',
  arguments: [{ name: '[handle]', description: "a member's runs only, such as nimble-otter-0412" }],
  options: [
    { flags: '--flagged', description: 'flagged runs only' },
    { flags: '--log', description: 'what moderators did, when and why, instead of the runs' },
    { flags: '--limit <number>', description: 'how many, 1 to 100 (default: 20)', parse: upTo(100, 1) },
    { flags: '--after <place>', description: 'go on where the list before ended' },
    ...moderatorOptions,
  ],
  examples: [
    { command: 'tito community reviews', does: 'the newest runs of everybody' },
    { command: 'tito community reviews nimble-otter-0412', does: 'all runs of whoever is called so' },
    { command: 'tito community reviews --log --format csv', does: 'what was done, for a spreadsheet' },
  ],
  run: async (context, [handle], options) => {
    const { moderationLog, reviews } = await import('../../workflows/community/moderate.ts');
    const wishes = {
      ...(await communityWishes(context, options)),
      adminTokenFile: options.adminTokenFile as string | undefined,
      limit: options.limit as number | undefined,
      after: options.after as string | undefined,
    };
    const onlyFlagged = options.flagged === true;
    if (options.log !== true) return reviews(context, { ...wishes, handle, onlyFlagged });
    if (handle === undefined && !onlyFlagged) return moderationLog(context, wishes);
    const message = 'The log is of everybody and everything: --log goes with neither a handle nor --flagged.';
    throw new TitoError('usage', { message, command: 'tito community reviews' });
  },
});
