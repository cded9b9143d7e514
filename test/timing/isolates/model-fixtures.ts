import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { seededRandom } from '../../../src/analysis/random.ts';
import type { Digits, ModelProcess, ModelProcessOptions } from '../../../src/contracts.ts';
import type { ModelId } from '../../../src/schema/capstone-run.ts';
import { startModuleModels } from '../../../src/timing/isolates/module-models.ts';
import { startPythonModels } from '../../../src/timing/isolates/python-models.ts';
import { isolateOptions, ROOT } from './bridge-fixtures.ts';

export const CAPSTONES = join(ROOT, 'test/fixtures/capstone');
const SIZE = 8;

export const modelOptions = (changes: Partial<ModelProcessOptions> = {}): ModelProcessOptions => ({
  ...isolateOptions(),
  memory_limit_bytes: 2 ** 31,
  ...changes,
});

/** Images of ten kinds: a pattern of light and dark pixels each, drawn over with noise. */
export function patterns(count: number, seed: number): Digits {
  const pixels = SIZE * SIZE;
  // The same patterns whatever the seed of the images.
  const draw = seededRandom(1);
  const kinds = Array.from({ length: 10 }, () => Array.from({ length: pixels }, () => Number(draw.coin())));
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const images = new Float32Array(count * pixels);
  for (const index of images.keys()) {
    const light = kinds[labels[Math.floor(index / pixels)] ?? 0]?.[index % pixels] ?? 0;
    images[index] = (light + random.next()) / 2;
  }
  return { images, labels, count, size: SIZE };
}

export const TRAIN = patterns(300, 11);
const { labels, ...unlabelled } = patterns(120, 12);
export const TEST = unlabelled;
export const TEST_LABELS = labels;

/** A process with a Python fixture loaded, closed when the test is over. */
export async function openPython(
  file: string,
  changes: Partial<ModelProcessOptions> = {},
): Promise<ModelProcess> {
  const argument = resolve(CAPSTONES, 'python', file);
  const process = await startPythonModels({ kind: 'python', argument }, modelOptions(changes));
  onTestFinished(() => process.close());
  return process;
}

/** A process with a JavaScript or TypeScript fixture loaded, closed when the test is over. */
export async function openModule(
  file: string,
  changes: Partial<ModelProcessOptions> = {},
): Promise<ModelProcess> {
  const process = await startModuleModels(resolve(CAPSTONES, 'js', file), 'module', modelOptions(changes));
  onTestFinished(() => process.close());
  return process;
}

export const train = (process: ModelProcess, model: ModelId, data = TRAIN, limit_ms = 30_000) =>
  process.train({ model, data, seed: 5, limit_ms, onProgress: () => undefined });

/** Both models, trained. */
export async function trainBoth(process: ModelProcess): Promise<ModelProcess> {
  await train(process, 'baseline');
  await train(process, 'optimized');
  return process;
}
