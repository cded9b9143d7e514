import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineSubjectKind } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';
import type { SubjectSpec } from '../../schema/run.ts';
import { WorkerIsolate } from '../isolates/worker-isolate.ts';

/** The subject file that lies in a folder. */
function find(directory: string): string | null {
  const candidates = ['tito.subject.ts', 'tito.subject.js'].map((name) => join(directory, name));
  return candidates.find((file) => existsSync(file)) ?? null;
}

/** @throws TitoError `subject_missing` */
function locate(argument: string, directory: string, hint: string): SubjectSpec {
  const file = resolve(directory, argument);
  if (argument === '' || !existsSync(file)) {
    const reason = `there is no file ${file}.`;
    throw new TitoError('subject_missing', { spec: `module:${argument}`, reason, hint });
  }
  return { kind: 'module', argument: file };
}

const HINT =
  "Give a .ts or .js file whose default export is a subject: see 'tito benchmark baseline --help'.";
const CAPSTONE_HINT =
  "Write one with 'tito benchmark capstone --init ts', or name a .ts or .js file whose default export has a capstone.";

export default defineSubjectKind({
  title: 'a JavaScript or TypeScript file with defineSubject',
  precedence: 20,
  slice_ms: 0.5,
  // Enough for V8's last compiler, which takes calls of a millisecond 60 ms, and for the guesses of it that fail.
  warm_up_ms: 120,
  find,
  resolve: (argument, directory) => locate(argument, directory, HINT),
  start: (spec, options) => WorkerIsolate.start(spec.argument, 'module', options),
  capstone: {
    find,
    resolve: (argument, directory) => locate(argument, directory, CAPSTONE_HINT),
    start: async (spec, options) => {
      const { startModuleModels } = await import('../isolates/module-models.ts');
      return startModuleModels(spec.argument, 'module', options);
    },
  },
});
