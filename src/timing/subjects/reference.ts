import { extname, join } from 'node:path';
import { defineSubjectKind } from '../../contracts.ts';
import { WorkerIsolate } from '../isolates/worker-isolate.ts';

/** Where it lies: compiled or as source, as this file is. */
const fileOf = (root: string) => join(root, 'src/reference', `subject${extname(import.meta.url)}`);
const find = () => '';
const locate = () => ({ kind: 'reference', argument: '' });

export default defineSubjectKind({
  title: 'the yardstick that ships with tito',
  precedence: 100,
  slice_ms: 0.5,
  // Enough for V8's last compiler, which takes calls of a millisecond 60 ms, and for the guesses of it that fail.
  warm_up_ms: 120,
  find,
  resolve: locate,
  start: (_spec, options) => WorkerIsolate.start(fileOf(options.root), 'reference', options),
  capstone: {
    find,
    resolve: locate,
    start: async (_spec, options) => {
      const { startModuleModels } = await import('../isolates/module-models.ts');
      return startModuleModels(fileOf(options.root), 'reference', options);
    },
  },
});
