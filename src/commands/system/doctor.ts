import { defineCommand } from '../../cli/command.ts';
import { formatOption, outputOption } from '../../cli/options.ts';

export default defineCommand({
  summary: 'Check that everything a benchmark needs is there, and say what to do',
  options: [formatOption, outputOption],
  examples: [
    { command: 'tito system doctor', does: 'one line per check' },
    {
      command: 'tito system doctor --format json',
      does: 'the same for a program; exit code 5 where a check failed',
    },
  ],
  run: async (context, _args, { format, output }) => {
    const { doctor } = await import('../../workflows/doctor.ts');
    return doctor(context, { flags: { format }, ...(typeof output === 'string' ? { output } : {}) });
  },
});
