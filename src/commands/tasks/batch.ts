import { ask, askingOptions, gateOptions } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Run a batch of tasks with a fixed number of samples: quick, standard, comprehensive, scaling',
  arguments: [
    { name: '<batch>', description: 'quick, standard, comprehensive, scaling, or one of your own' },
  ],
  options: [...askingOptions, ...gateOptions],
  examples: [
    { command: 'tito tasks batch standard --format json', does: 'eight samples of each arm, for CI' },
    {
      command: 'tito tasks batch standard --format csv --rows samples -o samples.csv',
      does: 'every single sample as a row',
    },
    { command: 'tito tasks batch quick --provider ollama', does: 'three samples; never another provider' },
    {
      command: 'tito tasks batch standard --max-error-rate 5% --resume',
      does: 'go on with an interrupted batch',
    },
    {
      command: 'tito tasks batch standard --baseline main.json --fail-on-regression',
      does: 'a gate for CI: exit 4 where something got worse than in main.json',
    },
  ],
  run: (context, [batch = ''], options) => ask(context, { batch, tasks: [] }, options),
});
