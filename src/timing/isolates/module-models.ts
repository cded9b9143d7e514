import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { ModelProcess, ModelProcessOptions } from '../../contracts.ts';
import { FINAL_COMPILER } from './final-compiler.ts';
import { LineProcess } from './line-process.ts';
import { modelProcess, type Steps } from './model-process.ts';
import { pinThread } from './pin-thread.ts';

const loaded = z.object({ name: z.string() });

const STEPS: Steps = {
  baseline: 'capstone.baseline',
  optimized: 'capstone.optimized',
  serialize: 'serialize',
  restore: 'deserialize',
};

/**
 * Starts Node and loads a subject with a capstone in it.
 *
 * @param file a JavaScript or TypeScript file whose default export is a subject
 * @param kind kind of subject that the file is
 * @throws SubjectFailure where the file can't be imported, or has no capstone
 */
export async function startModuleModels(
  file: string,
  kind: string,
  options: ModelProcessOptions,
): Promise<ModelProcess> {
  options.signal.throwIfAborted();
  const path = realpathSync(file);
  const ending = extname(import.meta.url);
  const child = new LineProcess({
    program: process.execPath,
    arguments: [
      '--expose-gc',
      ...FINAL_COMPILER,
      join(options.root, 'src/timing/isolates', `models${ending}`),
    ],
    directory: dirname(path),
    environment: {},
    notStarted: (_, cause) => new Error(`Node (${process.execPath}) can't be started`, { cause }),
    ...options,
  });
  try {
    const api = pathToFileURL(join(options.root, 'src', `index${ending}`)).href;
    const { name } = await child.ask({
      do: 'load',
      fields: { path, api },
      answer: loaded,
      limit_ms: options.limit_ms,
      doing: () => `loading ${basename(path)}`,
      raised: (error) => error,
    });
    const facts: ModelProcess['facts'] = {
      kind,
      name: name || basename(path),
      runtime: `node ${process.versions.node}`,
      revision: options.revision,
      sources: [
        { path: basename(path), sha256: createHash('sha256').update(readFileSync(path)).digest('hex') },
      ],
      missing: {},
      broken: {},
    };
    const models = modelProcess(child, facts, STEPS, options);
    return {
      ...models,
      pin: async (processor) => child.pid !== undefined && pinThread(child.pid, processor),
    };
  } catch (cause) {
    await child.close();
    throw cause;
  }
}
