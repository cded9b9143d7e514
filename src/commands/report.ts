import { defineCommand } from '../cli/command.ts';
import { formatOption, outputOption, reportWishes, rowsOption, templateOption } from '../cli/options.ts';

export default defineCommand({
  summary: 'Render a saved run again, with every figure computed anew from its samples',
  arguments: [
    { name: '<file>', description: 'a results file (.json), or the journal (.jsonl) of a killed run' },
  ],
  options: [formatOption, templateOption, rowsOption, outputOption],
  examples: [
    { command: 'tito report benchmarks/baseline_20261121_090000.json', does: 'the report on the console' },
    { command: 'tito report RUN.json --format markdown -o report.md', does: 'a page to share' },
    { command: 'tito report RUN.json --format csv --rows samples', does: 'every sample of a run of tasks' },
    {
      command: 'tito report RUN.json --template report.md.eta -o report.md',
      does: 'a layout of your own; examples/tasks.md.eta is one to start from',
    },
  ],
  run: async (context, [file = ''], options) => {
    const { reportFile } = await import('../workflows/report-file.ts');
    const wishes = await reportWishes(context, options);
    return reportFile(context, file, { flags: { format: options.format }, ...wishes });
  },
});
