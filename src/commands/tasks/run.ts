import { ask, askingOptions, gateOptions } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Ask a model each task with a plain prompt and with tools, and compare',
  arguments: [
    {
      name: '[tasks...]',
      description: 'ids of tasks; all where none is named',
      ids: { kind: 'task', folder: 'benchmarks/tasks', endings: ['.yaml', '.yml'], extendable: true },
    },
  ],
  options: [...askingOptions, ...gateOptions],
  examples: [
    { command: 'tito tasks run', does: 'all tasks, with the models that can be reached here' },
    {
      command: 'tito tasks run safety_assessment pattern_detection --profile medium --samples 10',
      does: 'two tasks, ten samples of each arm',
    },
    {
      command: 'tito tasks run --provider openai --endpoint http://localhost:8000 --model qwen3',
      does: 'any server that speaks the OpenAI protocol; its key is read from OPENAI_API_KEY',
    },
    {
      command: 'tito tasks run --template examples/tasks.md.eta -o report.md',
      does: 'a report laid out by an Eta template of your own, which gets what --format json prints as `it`',
    },
    { command: 'tito tasks run --resume', does: 'go on where an interrupted run stopped' },
  ],
  run: (context, words, options) => ask(context, { batch: null, tasks: words }, options),
});
