import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineSubjectKind } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';
import { WorkerIsolate } from '../isolates/worker-isolate.ts';

export default defineSubjectKind({
  title: 'a JavaScript or TypeScript file with defineSubject',
  precedence: 20,
  slice_ms: 0.5,
  // V8 compiles in the background: with less, some isolates still waited for its last tier when timing began.
  warm_up_ms: 120,
  find: (directory) => {
    const candidates = ['tito.subject.ts', 'tito.subject.js'].map((name) => join(directory, name));
    return candidates.find((file) => existsSync(file)) ?? null;
  },
  resolve: (argument, directory) => {
    const file = resolve(directory, argument);
    if (argument === '' || !existsSync(file)) {
      throw new TitoError('subject_missing', {
        spec: `module:${argument}`,
        reason: `there is no file ${file}.`,
        hint: "Give a .ts or .js file whose default export is a subject: see 'tito benchmark baseline --help'.",
      });
    }
    return { kind: 'module', argument: file };
  },
  start: (spec, options) => WorkerIsolate.start(spec.argument, 'module', options),
});
