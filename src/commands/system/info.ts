import { defineCommand } from '../../cli/command.ts';
import { formatOption, outputOption, profileOption } from '../../cli/options.ts';

export default defineCommand({
  summary: 'Show the hardware, the profile chosen for it, and the configuration',
  options: [
    { flags: '--config', description: 'list every setting with its value and where it comes from' },
    profileOption,
    formatOption,
    outputOption,
  ],
  examples: [
    { command: 'tito system info', does: 'hardware, chosen profile and paths' },
    { command: 'tito system info --config', does: 'every setting with its origin' },
  ],
  run: async (context, _args, { config, format, profile, output }) => {
    const { systemInfo } = await import('../../workflows/system-info.ts');
    return systemInfo(context, {
      flags: { format, profile },
      config: config === true,
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
