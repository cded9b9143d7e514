import { TitoError } from '../../errors.ts';
import { defineTurnTakerKind } from '../../turn-contracts.ts';

export default defineTurnTakerKind({
  title: 'a command line, timed from start to end',
  shape: 'command',
  // One process is one slice, and every process is fresh.
  slice_ms: 0.5,
  warm_up_ms: 0,
  resolve: (argument) => {
    if (argument.trim() === '') {
      const hint = "Give the whole command as one word: 'command:python train.py'.";
      throw new TitoError('subject_missing', { spec: 'command:', reason: 'no command is named.', hint });
    }
    return { kind: 'command', argument: argument.trim() };
  },
  start: async (spec, options) => {
    const { CommandIsolate } = await import('../isolates/command-isolate.ts');
    return new CommandIsolate(spec, options);
  },
});
