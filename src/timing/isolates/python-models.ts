import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as z from 'zod';
import type { ModelProcess, ModelProcessOptions } from '../../contracts.ts';
import type { SubjectSpec } from '../../schema/run.ts';
import { missingReason, missingSentence } from './bridge-missing.ts';
import { LineProcess } from './line-process.ts';
import { modelProcess, type Steps } from './model-process.ts';
import { explainStart, pythonFacts, pythonLoaded, pythonProgram } from './python-program.ts';
import { SubjectFailure } from './subject-failure.ts';

const loaded = pythonLoaded.extend({
  /** Whether a TinyTorch package lies beside the file. */
  package: z.boolean(),
  /** Why the file can't be imported. */
  broken: missingReason.nullable(),
});

const STEPS: Steps = {
  baseline: 'baseline(data)',
  optimized: 'optimized(data, baseline)',
  serialize: 'taking the bytes of the model',
  restore: 'restoring the model from its bytes',
};

/**
 * Starts Python and loads a capstone in it.
 *
 * @param spec its argument is the absolute path of a file with `baseline(data)` and `optimized(data, baseline)`
 * @throws TitoError `python_missing` and `python_too_old`
 * @throws SubjectFailure where the file can't be imported, or has no such functions
 */
export async function startPythonModels(
  spec: SubjectSpec,
  options: ModelProcessOptions,
): Promise<ModelProcess> {
  options.signal.throwIfAborted();
  const path = realpathSync(spec.argument);
  const [file, folder] = [basename(path), dirname(path)];
  const { memory_limit_bytes, limit_ms } = options;
  const process = new LineProcess({ ...pythonProgram('models.py', folder, options), memory_limit_bytes });
  try {
    const found = await process.ask({
      do: 'load',
      fields: { path },
      answer: loaded,
      limit_ms,
      doing: () => `loading ${file}`,
      raised: (error) => error,
    });
    const facts = pythonFacts(found, folder, options);
    if (found.broken) {
      throw new SubjectFailure('raised', missingSentence(found.broken, folder, options.python));
    }
    const name = found.package ? 'tinytorch' : basename(file, '.py');
    return modelProcess(process, { ...facts, name, missing: {}, broken: {} }, STEPS, options);
  } catch (cause) {
    await process.close();
    await explainStart(cause, options);
    throw cause;
  }
}
