import { ask, askingOptions } from '../../cli/asking.ts';
import { defineCommand } from '../../cli/command.ts';

export default defineCommand({
  summary: 'Run a batch of tasks with a fixed number of samples: quick, standard, comprehensive, scaling',
  arguments: [
    { name: '<batch>', description: 'quick, standard, comprehensive, scaling, or one of your own' },
  ],
  options: askingOptions,
  examples: [
    { command: 'tito tasks batch standard --format json', does: 'eight samples of each arm, for CI' },
    { command: 'tito tasks batch quick --provider ollama', does: 'three samples; never another provider' },
    {
      command: 'tito tasks batch standard --max-error-rate 5% --resume',
      does: 'go on with an interrupted batch',
    },
  ],
  run: (context, [batch = ''], options) => ask(context, { batch, tasks: [] }, options),
});
