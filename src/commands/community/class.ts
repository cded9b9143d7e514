import { defineCommand } from '../../cli/command.ts';
import { communityOptions, communityWishes, upTo } from '../../cli/community-options.ts';

const TRACKS = ['overall', 'speed', 'compression', 'accuracy', 'efficiency', 'baseline'] as const;

export default defineCommand({
  summary: 'Your own class: make one, see who is in it and how far they are',
  arguments: [
    {
      name: '<action>',
      description: 'what to do',
      choices: [
        ...['create', 'list', 'roster', 'board', 'export'],
        ...['freeze', 'unfreeze', 'renew', 'remove'],
      ],
    },
    {
      name: '[name]',
      description: 'the class, where you have several; with remove, the handle of a member',
    },
  ],
  options: [
    { flags: '--expires <date>', description: 'create, renew: the last day on which the code lets in' },
    {
      flags: '--until <date>',
      description: 'freeze: until then nobody joins and no runs are taken, such as 2026-12-01T18:00Z',
    },
    { flags: '--reason <text>', description: 'remove: why; the member is told' },
    { flags: '--class <name>', description: 'remove: which class, where you have several' },
    { flags: '--track <track>', description: 'board: what counts (default: overall)', choices: TRACKS },
    {
      flags: '--limit <number>',
      description: 'board: how many of the best, 1 to 100 (default: 10)',
      parse: upTo(100, 1),
    },
    { flags: '--print-token', description: 'create, list: show the admin token as well' },
    ...communityOptions,
  ],
  examples: [
    {
      command: 'tito community class create "CS249 Fall" --expires 2026-12-18',
      does: 'a class, with a code that students join by: tito community join --class CODE',
    },
    { command: 'tito community class roster', does: 'everybody: progress, best scores, submissions' },
    { command: 'tito community class board --track compression', does: 'the best of the class' },
    {
      command: 'tito community class export --format csv --output class.csv',
      does: 'the roster for a spreadsheet',
    },
    {
      command: 'tito community class freeze --until 2026-12-01T18:00Z',
      does: 'no runs until then; those that are submitted wait on the students’ machines',
    },
    {
      command: 'tito community class remove wise-otter-0412 --reason "no student of this class"',
      does: 'out of the class, not out of the community',
    },
    { command: 'tito community class renew', does: 'a new code; the old one stops' },
  ],
  run: async (context, [action, word], options) => {
    const wishes = await communityWishes(context, options);
    const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
    const name = action === 'remove' ? text('class') : word;
    const own = { ...wishes, name };
    const printsToken = options.printToken === true;
    if (action === 'create') {
      const { createClass } = await import('../../workflows/community/class/make.ts');
      return createClass(context, { ...own, expires: text('expires'), printsToken });
    }
    if (action === 'list' || action === 'roster' || action === 'board' || action === 'export') {
      const look = await import('../../workflows/community/class/look.ts');
      if (action === 'list') return look.listClasses(context, { ...own, printsToken });
      if (action === 'roster') return look.classRoster(context, own);
      if (action === 'export') return look.exportClass(context, own);
      const track = TRACKS.find((each) => each === options.track);
      const limit = typeof options.limit === 'number' ? options.limit : undefined;
      return look.classBoard(context, {
        ...own,
        ...(track === undefined ? {} : { track }),
        ...(limit === undefined ? {} : { limit }),
      });
    }
    const change = await import('../../workflows/community/class/change.ts');
    if (action === 'freeze') return change.freezeClass(context, { ...own, until: text('until') });
    if (action === 'unfreeze') return change.unfreezeClass(context, own);
    if (action === 'renew') return change.renewClass(context, { ...own, expires: text('expires') });
    return change.removeFromClass(context, { ...own, handle: word, reason: text('reason') });
  },
});
