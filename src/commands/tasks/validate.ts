import { askingOptions, flagsOf } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';

const WANTED = [
  '--profile',
  '--provider',
  '--model',
  '--endpoint',
  '--connect-limit',
  '--format',
  '--output',
];

export default defineCommand({
  summary: 'Check configuration, tasks, endpoints, models, disk and memory before anything is spent',
  options: [
    { flags: '--fix-hints', description: 'end with the commands that mend what is wrong, ready to copy' },
    ...askingOptions.filter(({ flags }) => WANTED.some((name) => flags.includes(name))),
  ],
  examples: [
    { command: 'tito tasks validate', does: 'one line per check; exit 5 where one failed' },
    {
      command: 'tito tasks validate --profile medium --provider ollama --fix-hints',
      does: 'check the models of a profile, and say how to get the missing ones',
    },
  ],
  run: async (context, _args, options) => {
    const { validateTasks } = await import('../../workflows/validate-tasks.ts');
    const { output, fixHints } = options;
    return validateTasks(context, {
      flags: flagsOf(options),
      isFixing: fixHints === true,
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
