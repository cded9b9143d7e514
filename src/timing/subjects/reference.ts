import { extname, join } from 'node:path';
import { defineSubjectKind } from '../../contracts.ts';
import { WorkerIsolate } from '../isolates/worker-isolate.ts';

export default defineSubjectKind({
  title: 'the yardstick that ships with tito',
  precedence: 100,
  slice_ms: 0.5,
  // V8 compiles in the background: with less, some isolates still waited for its last tier when timing began.
  warm_up_ms: 120,
  find: () => '',
  resolve: () => ({ kind: 'reference', argument: '' }),
  start: (_spec, options) => {
    const file = join(options.root, 'src/reference', `subject${extname(import.meta.url)}`);
    return WorkerIsolate.start(file, 'reference', options);
  },
});
