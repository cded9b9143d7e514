import { defineCommand } from '../../cli/command.ts';
import { formatOption, outputOption } from '../../cli/options.ts';

export default defineCommand({
  summary: 'Check a saved run the way the registry does: every score from its raw samples',
  options: [
    {
      flags: '-c, --check <file>',
      description: 'results file to check; nothing is sent anywhere',
    },
    formatOption,
    outputOption,
  ],
  examples: [
    {
      command: 'tito benchmark submit --check benchmarks/capstone_20261121_090000.json',
      does: 'recompute every figure, and name what does not add up; exit 4 where it is refused',
    },
    { command: 'tito benchmark submit --check RUN.json --format json', does: 'the findings for a program' },
  ],
  run: async (context, _args, { check, format, output }) => {
    if (typeof check !== 'string') {
      const { TitoError } = await import('../../errors.ts');
      const message = 'Nothing can be sent yet: the community is not open. Give --check FILE.';
      throw new TitoError('usage', { message, command: 'tito benchmark submit' });
    }
    const { checkFile } = await import('../../workflows/check-file.ts');
    return checkFile(context, check, {
      flags: { format },
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
