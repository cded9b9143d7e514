import { defineCommand } from '../cli/command.ts';
import { formatOption, outputOption } from '../cli/options.ts';

export default defineCommand({
  summary: 'Render a saved run again, with every figure computed anew from its samples',
  arguments: [
    { name: '<file>', description: 'a results file (.json), or the journal (.jsonl) of a killed run' },
  ],
  options: [formatOption, outputOption],
  examples: [
    { command: 'tito report benchmarks/baseline_20261121_090000.json', does: 'the report on the console' },
    { command: 'tito report RUN.json --format markdown -o report.md', does: 'a page to share' },
  ],
  run: async (context, [file = ''], { format, output }) => {
    const { reportFile } = await import('../workflows/report-file.ts');
    return reportFile(context, file, {
      flags: { format },
      ...(typeof output === 'string' ? { output } : {}),
    });
  },
});
