import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Write a task of your own, from options or by answering questions',
  options: [
    { flags: '--task-id <id>', description: 'id in snake_case; the file is benchmarks/tasks/<id>.yaml' },
    { flags: '--name <title>', description: 'title that reports show' },
    { flags: '--description <text>', description: 'what the task is about' },
    { flags: '--workflow-type <id>', description: 'kind of work, such as safety_check' },
    { flags: '--baseline-prompt <text>', description: 'plain prompt; @FILE reads it from a file' },
    {
      flags: '--tools-prompt <text>',
      description: 'prompt with {{tool.output}} in it; @FILE reads it from a file',
    },
    {
      flags: '--tool <names...>',
      description: 'analysers whose output goes into the tools prompt',
      ids: { kind: 'tool', folder: 'src/tasks/tools' },
    },
    { flags: '--command <line>', description: 'program whose standard output goes into the tools prompt' },
    { flags: '--files <patterns...>', description: 'files that {{files}} stands for, as glob patterns' },
    { flags: '--target <folder>', description: 'folder of these files (default: the working directory)' },
    { flags: '--answer <text>', description: 'how to answer, the same for both prompts' },
    { flags: '--expected <json>', description: 'fields of the right answer, as in {"risk_level":"HIGH"}' },
    { flags: '--time-limit <seconds>', description: 'longest time for one answer (default: 120)' },
  ],
  examples: [
    { command: 'tito tasks add', does: 'ask for everything that is needed' },
    {
      command:
        'tito tasks add --task-id my_task --name "My Custom Task" --workflow-type safety_check --baseline-prompt "Rate the risk of: {{files}} {{answer}}" --tools-prompt "A scanner says: {{tool.output}} Rate the risk. {{answer}}" --tool safety_scan --files "src/**/*.js" --expected \'{"risk_level":"HIGH"}\'',
      does: 'write benchmarks/tasks/my_task.yaml',
    },
  ],
  run: async (context, _args, options) => {
    const { askForTask } = await import('../../cli/task-form.ts');
    const { addTask } = await import('../../workflows/add-task.ts');
    return addTask(context, await askForTask(context, options));
  },
});
