import { extname, join } from 'node:path';
import { defineTurnTakerKind } from '../../turn-contracts.ts';
import { FunctionIsolate } from '../isolates/function-isolate.ts';

/** Of the probe itself, whatever the run's: two runs are compared through it, so that it always does the same. */
const SEED = 1;

export default defineTurnTakerKind({
  title: 'the spin probe, which other moments are compared through',
  shape: 'probe',
  slice_ms: 0.5,
  warm_up_ms: 80,
  resolve: () => ({ kind: 'probe', argument: '' }),
  start: (_spec, options) => {
    const argument = join(options.root, 'src/timing/isolates', `spin${extname(import.meta.url)}`);
    return FunctionIsolate.start({ kind: 'probe', argument }, { ...options, seed: SEED }, 'own');
  },
});
