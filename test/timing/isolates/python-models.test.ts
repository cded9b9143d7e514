import { describe, expect, it } from 'vitest';
import type { ModelProcess } from '../../../src/contracts.ts';
import type { ModelId } from '../../../src/schema/capstone-run.ts';
import { classesOf } from '../../../src/timing/capstone/predictions.ts';
import { openPython, TEST, TEST_LABELS, TRAIN, train, trainBoth } from './model-fixtures.ts';

const accuracy = (logits: Float32Array) =>
  [...classesOf(logits)].filter((digit, i) => Number(digit) === TEST_LABELS[i]).length / TEST.count;

/** A model in a fresh process, from the bytes that another one made. */
async function moved(from: ModelProcess, file: string, model: ModelId): Promise<ModelProcess> {
  const fresh = await openPython(file);
  await fresh.restore(model, await from.serialize(model));
  return fresh;
}

describe('a capstone on a TinyTorch whose __init__ fails', () => {
  it('trains both models, tells of progress and counts parameters', async () => {
    const process = await openPython('capstone.py');
    const seen: [number, number][] = [];
    const onProgress = (done: number, total: number) => void seen.push([done, total]);
    const request = { data: TRAIN, seed: 5, limit_ms: 30_000, onProgress };
    const baseline = await process.train({ model: 'baseline', ...request });
    const optimized = await process.train({ model: 'optimized', ...request });
    expect(baseline).toMatchObject({ parameters: 2410, train_ms: expect.any(Number) });
    expect(baseline.cpu_ms / baseline.train_ms).toBeLessThan(3);
    expect(baseline.train_ms).toBeGreaterThan(optimized.train_ms);
    expect(seen.at(-1)).toEqual([6, 6]);
  });

  it('predicts test images that it never saw', async () => {
    const process = await trainBoth(await openPython('capstone.py'));
    expect(accuracy(await process.predict('baseline', TEST, 32))).toBeGreaterThan(0.9);
    expect(accuracy(await process.predict('optimized', TEST, 7))).toBeGreaterThan(0.9);
  });

  it('trains the same model from the same seed, and another from another', async () => {
    const weights = async (seed: number) => {
      const process = await openPython('capstone.py');
      await process.train({
        model: 'baseline',
        data: TRAIN,
        seed,
        limit_ms: 30_000,
        onProgress: () => undefined,
      });
      return process.predict('baseline', TEST, 32);
    };
    const [first, again, other] = await Promise.all([weights(5), weights(5), weights(6)]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('names itself, its runtime and the files that it consists of', async () => {
    const { facts } = await openPython('capstone.py');
    expect(facts).toMatchObject({ kind: 'python', name: 'tinytorch', missing: {}, broken: {} });
    expect(facts.runtime).toMatch(/^python 3\.\d+\.\d+ \(numpy /);
    expect(facts.sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['capstone.py', 'tinytorch/core/tensor.py']),
    );
  });
});

describe('what optimized does to the baseline', () => {
  it('stays with a copy: the baseline predicts as when it was saved', async () => {
    const process = await openPython('overpruned.py');
    await train(process, 'baseline');
    const fresh = await moved(process, 'overpruned.py', 'baseline');
    await train(process, 'optimized');
    const [now, saved] = [
      await process.predict('baseline', TEST, 32),
      await fresh.predict('baseline', TEST, 32),
    ];
    expect(now).toEqual(saved);
    expect(accuracy(await process.predict('optimized', TEST, 32))).toBeLessThan(0.9);
  });
});

describe.each(['capstone.py', 'bytes_by_function.py', 'bytes_by_class.py', 'plain_lists.py'])(
  'the bytes of %s',
  (file) => {
    it('make the same models in a fresh process', async () => {
      const process = await trainBoth(await openPython(file));
      for (const model of ['baseline', 'optimized'] as const) {
        const fresh = await moved(process, file, model);
        const [before, after] = await Promise.all(
          [process, fresh].map((each) => each.predict(model, TEST, 32)),
        );
        expect(after).toEqual(before);
      }
    });
  },
);

describe('the size of a model', () => {
  const sizes = async (file: string) => {
    const process = await trainBoth(await openPython(file));
    const { encoding, size_bytes, bytes } = await process.serialize('optimized');
    return { encoding, size_bytes, length: bytes.length, baseline: await process.serialize('baseline') };
  };

  it('is that of its arrays and a little, for what tito takes itself', async () => {
    const { encoding, size_bytes, baseline } = await sizes('capstone.py');
    // 2,410 numbers of float32, and the four sizes that its layers note.
    expect(baseline).toMatchObject({ encoding: 'state', size_bytes: 2410 * 4 + 4 * 8 });
    // 2,368 weights of int8, 42 biases of float32 and two scales.
    expect({ encoding, size_bytes }).toEqual({ encoding: 'state', size_bytes: 2368 + 42 * 4 + 2 * 8 });
  });

  it('is that of the bytes which it writes itself', async () => {
    const { encoding, size_bytes, length } = await sizes('bytes_by_function.py');
    expect({ encoding, size_bytes, length }).toEqual({ encoding: 'own', size_bytes: 2544, length: 2544 });
  });

  it('does not shrink by zeros that are stored, nor by an int8 that is float32', async () => {
    const full = 2410 * 4;
    expect((await sizes('pruned.py')).size_bytes).toBeGreaterThanOrEqual(full);
    expect((await sizes('claimed_int8.py')).size_bytes).toBeGreaterThanOrEqual(full);
  });

  it('counts the training images where the model keeps them', async () => {
    const { size_bytes } = await sizes('nearest_neighbour.py');
    expect(size_bytes).toBe(TRAIN.count * (64 * 4 + 8));
  });
});

describe('turns', () => {
  it.each([1, 32])('predict as in the first pass, batch %i', async (batch) => {
    const process = await trainBoth(await openPython('capstone.py'));
    await process.predict('optimized', TEST, 32);
    await process.choose('optimized', batch);
    // More calls than there are images: every cycle changes them.
    for (const calls of [1, 50, 500]) {
      const slice = await process.run(calls);
      expect(slice).toMatchObject({ predicted: calls * batch, changed: 0 });
      expect(slice.ms).toBeGreaterThan(0);
      expect(slice.cpu_ms / slice.ms).toBeLessThan(3);
    }
  });

  it('gives a distribution of single calls', async () => {
    const process = await trainBoth(await openPython('capstone.py'));
    await process.predict('optimized', TEST, 32);
    await process.choose('optimized', 1);
    const { calls_ms, calls_per_sample } = await process.sample(30);
    expect(calls_per_sample).toBeGreaterThanOrEqual(1);
    expect(calls_ms.length).toBeGreaterThan(5);
    expect(Math.min(...calls_ms)).toBeGreaterThan(0);
  });

  it('refuse a batch of more images than there are', async () => {
    const process = await trainBoth(await openPython('capstone.py'));
    await process.predict('optimized', TEST, 32);
    await expect(process.choose('optimized', 121)).rejects.toThrow(
      'there are only 120 images for a batch of 121',
    );
  });
});

describe('memory', () => {
  it.runIf(process.platform === 'linux')('grows above idle by what the model needs', async () => {
    const trained = await trainBoth(await openPython('nearest_neighbour.py'));
    const fresh = await moved(trained, 'nearest_neighbour.py', 'optimized');
    const before = await fresh.memory();
    const big = { ...TEST, images: new Float32Array(64 * 20_000), count: 20_000 };
    await fresh.predict('optimized', big, 20_000);
    const after = await fresh.memory();
    expect(after.idle_bytes).toBe(before.idle_bytes);
    expect((before.peak_bytes ?? 0) / (before.idle_bytes ?? 0)).toBeLessThan(1.2);
    // 20,000 × 300 distances of four bytes.
    expect((after.peak_bytes ?? 0) - (before.peak_bytes ?? 0)).toBeGreaterThan(20_000 * 300 * 4);
  });
});
