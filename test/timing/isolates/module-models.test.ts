import { describe, expect, it, vi } from 'vitest';
import type { ModelProcess, ModelProcessOptions } from '../../../src/contracts.ts';
import { allowedProcessors } from '../../../src/hardware/processors.ts';
import { classesOf } from '../../../src/timing/capstone/predictions.ts';
import { openModule, TEST, TEST_LABELS, TRAIN, train, trainBoth } from './model-fixtures.ts';

function faulty(fault: string, changes: Partial<ModelProcessOptions> = {}): Promise<ModelProcess> {
  vi.stubEnv('FAULT', fault);
  return openModule('faulty.ts', changes);
}

const raised = (message: unknown) => ({ name: 'SubjectFailure', kind: 'raised', message });

describe('a capstone in TypeScript', () => {
  it('trains, predicts and makes the same models in a fresh process', async () => {
    const process = await openModule('means.ts');
    const seen: [number, number][] = [];
    const onProgress = (done: number, total: number) => void seen.push([done, total]);
    const request = { data: TRAIN, seed: 5, limit_ms: 30_000, onProgress };
    expect(await process.train({ model: 'baseline', ...request })).toMatchObject({ parameters: 640 });
    await process.train({ model: 'optimized', ...request });
    expect(seen.at(-1)).toEqual([1, 1]);
    const sizes = { baseline: 2560, optimized: 640 };
    for (const model of ['baseline', 'optimized'] as const) {
      const serialized = await process.serialize(model);
      expect(serialized).toMatchObject({ encoding: 'own', size_bytes: sizes[model] });
      const fresh = await openModule('means.ts');
      await fresh.restore(model, serialized);
      const logits = await fresh.predict(model, TEST, 7);
      expect(logits).toEqual(await process.predict(model, TEST, 32));
      const right = [...classesOf(logits)].filter((digit, i) => Number(digit) === TEST_LABELS[i]);
      expect(right.length / TEST.count).toBeGreaterThan(0.9);
    }
  });

  it('knows itself', async () => {
    const { facts } = await openModule('means.ts');
    expect(facts).toMatchObject({ kind: 'module', name: 'means', runtime: `node ${process.versions.node}` });
    expect(facts.sources).toMatchObject([{ path: 'means.ts' }]);
  });

  it.each([1, 32])('takes turns, batch %i', async (batch) => {
    const process = await trainBoth(await openModule('means.ts'));
    await process.predict('optimized', TEST, 32);
    await process.choose('optimized', batch);
    for (const calls of [1, 50, 500]) {
      const slice = await process.run(calls);
      expect(slice).toMatchObject({ predicted: calls * batch, changed: 0 });
      expect(slice.ms).toBeGreaterThan(0);
    }
    const { calls_ms, calls_per_sample } = await process.sample(20);
    expect(calls_ms.length).toBeGreaterThan(5);
    expect(calls_per_sample).toBeGreaterThanOrEqual(1);
  });

  it.runIf(process.platform === 'linux')('can be confined to one processor', async () => {
    const models = await openModule('means.ts');
    expect(await models.pin(allowedProcessors()[0] ?? 0)).toBe(true);
    expect(await models.pin(100_000)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('tells its idle memory and the most since then', async () => {
    const models = await trainBoth(await openModule('means.ts'));
    const before = await models.memory();
    const big = { ...TEST, images: new Float32Array(64 * 50_000), count: 50_000 };
    await models.predict('optimized', big, 50_000);
    const after = await models.memory();
    expect(after.idle_bytes).toBe(before.idle_bytes);
    expect((after.peak_bytes ?? 0) - (before.peak_bytes ?? 0)).toBeGreaterThan(2 * big.images.byteLength);
  });
});

describe('a subject that is no capstone', () => {
  it('says what to add', async () => {
    const message = 'no-capstone.js has no capstone: add capstone: { baseline, optimized }';
    await expect(openModule('no-capstone.js')).rejects.toMatchObject(raised(message));
  });

  it('names the line that fails on import', async () => {
    const message = expect.stringMatching(/^faulty\.ts, line 8, fails: RangeError: not even loaded$/);
    await expect(faulty('raise on import')).rejects.toMatchObject(raised(message));
  });
});

describe('training that fails', () => {
  it.each([
    ['raise', /^capstone\.baseline: TypeError: first line second line \(faulty\.ts, line \d+\)$/],
    ['nothing', /^capstone\.baseline returned undefined, which has no predict\(images, count\)$/],
  ])('says so: %s', async (fault, message) => {
    const process = await faulty(fault);
    await expect(train(process, 'baseline')).rejects.toMatchObject(raised(expect.stringMatching(message)));
    expect(await process.memory()).toHaveProperty('idle_bytes');
  });

  it('is refused where optimized spoils the baseline', async () => {
    const message = 'capstone.optimized changed the baseline that it was given: let it work on a copy';
    await expect(trainBoth(await faulty('in place'))).rejects.toMatchObject(raised(message));
  });

  it.each([
    ['hang', { kind: 'hung', message: 'capstone.baseline: gave no answer within 0.5 s' }, 500],
    ['exit', { kind: 'exited', message: 'capstone.baseline: the process ended with exit code 3' }, 30_000],
    ['memory', { kind: 'exited', message: 'capstone.baseline: used more than 300 MiB of memory' }, 30_000],
  ])('is ended: %s', async (fault, failure, limit_ms) => {
    const process = await faulty(fault, { memory_limit_bytes: 300 * 2 ** 20 });
    await expect(train(process, 'baseline', TRAIN, limit_ms)).rejects.toMatchObject(failure);
  });

  it('is not disturbed by what it prints, nor held up by progress', async () => {
    let printed = '';
    const process = await faulty('garbage', { onOutput: (text) => (printed += text) });
    await train(process, 'baseline');
    expect(printed).toContain('xxx');
    const seen: number[] = [];
    const onProgress = (done: number) => void seen.push(done);
    const talkative = await faulty('progress');
    await talkative.train({ model: 'baseline', data: TRAIN, seed: 1, limit_ms: 30_000, onProgress });
    expect(seen).toContain(200_000);
    expect(seen.length).toBeLessThan(2_000);
  });
});

describe('a model that fails', () => {
  it.each([
    ['nan', 32, /^predict returned NaN for test image 17$/],
    ['nine', 1, /^predict returned 9 numbers for 1 image instead of 10$/],
    ['undefined', 32, /^predict returned undefined instead of 320 numbers$/],
    ['promise', 32, /^predict returned Promise instead of 320 numbers$/],
    ['raise in predict', 32, /^predict: EvalError: not today \(faulty\.ts, line \d+\)$/],
  ])('is refused at its first pass: %s', async (fault, batch, message) => {
    const process = await trainBoth(await faulty(fault));
    const predicting = process.predict('optimized', TEST, batch);
    await expect(predicting).rejects.toMatchObject(raised(expect.stringMatching(message)));
  });

  it('has no bytes', async () => {
    const process = await faulty('no serialize');
    await train(process, 'baseline');
    await expect(process.serialize('baseline')).rejects.toMatchObject(raised('the model has no serialize()'));
  });

  it('has bytes that can not be read', async () => {
    const process = await faulty('unreadable');
    const restored = process.restore('optimized', { encoding: 'own', bytes: Uint8Array.of(1) });
    const message = /^deserialize: SyntaxError: these are no weights/;
    await expect(restored).rejects.toMatchObject(raised(expect.stringMatching(message)));
  });
});
