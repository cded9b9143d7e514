import { defineCommand } from '../../cli/command.ts';
import { formatOption, outputOption } from '../../cli/options.ts';

export default defineCommand({
  summary: 'List the tasks that are there: those that ship with tito, and your own',
  options: [formatOption, outputOption],
  examples: [
    { command: 'tito tasks list', does: 'ids, titles, tools and graders' },
    { command: 'tito tasks list --format json', does: 'the same for a program' },
  ],
  run: async (context, _args, { format, output }) => {
    const { listTasks } = await import('../../workflows/list-tasks.ts');
    return listTasks(context, {
      flags: { format },
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
