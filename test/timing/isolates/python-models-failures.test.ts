import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ModelProcess, ModelProcessOptions } from '../../../src/contracts.ts';
import { startPythonModels } from '../../../src/timing/isolates/python-models.ts';
import { CAPSTONES, modelOptions, openPython, TEST, TRAIN, train, trainBoth } from './model-fixtures.ts';

/** The fixture that goes wrong in one of its ways, as the child finds it in its environment. */
function faulty(fault: string, changes: Partial<ModelProcessOptions> = {}): Promise<ModelProcess> {
  vi.stubEnv('FAULT', fault);
  return openPython('faulty.py', changes);
}

const raised = (message: unknown) => ({ name: 'SubjectFailure', kind: 'raised', message });

describe('a file that can not be loaded', () => {
  it.each([
    [
      'no_functions.py',
      'no_functions.py has no function baseline(data) and no function optimized(data, baseline)',
    ],
    ['broken.py', expect.stringMatching(/^broken\.py, line 3, fails: ValueError: math domain error/)],
    ['syntax_error.py', expect.stringMatching(/SyntaxError: .*syntax_error\.py, line 2/)],
    [
      'needs_more.py',
      expect.stringMatching(/^needs_more\.py needs tinytorch\/core\/spatial\.py, which is not there/),
    ],
    [
      'whole_package.py',
      expect.stringMatching(
        /cannot import name 'Conv2d'.*importing tinytorch as a whole fails: ModuleNotFoundError/,
      ),
    ],
  ])('says why: %s', async (file, message) => {
    const started = startPythonModels(
      { kind: 'python', argument: join(CAPSTONES, 'python', file) },
      modelOptions(),
    );
    await expect(started).rejects.toMatchObject(raised(message));
  });

  it('names the Python that is not there', async () => {
    const started = openPython('capstone.py', { python: 'no-such-python' });
    await expect(started).rejects.toMatchObject({ code: 'python_missing' });
  });
});

describe('training that fails', () => {
  it.each([
    ['raise', /^baseline\(data\): ValueError: first line second line \(faulty\.py, line \d+\)$/],
    ['not built', /^baseline\(data\): NotImplementedError: build it first/],
    ['nothing', /^baseline\(data\) returned NoneType, which has neither predict\(X\) nor forward\(x\)$/],
    ['class', /^baseline\(data\) returned the class MLP instead of a model$/],
  ])('says so: %s', async (fault, message) => {
    const process = await faulty(fault);
    await expect(train(process, 'baseline')).rejects.toMatchObject(raised(expect.stringMatching(message)));
    expect(await process.memory()).toHaveProperty('idle_bytes');
  });

  it('is ended at its own limit, not that of other requests', async () => {
    const process = await faulty('hang');
    const message = 'baseline(data): gave no answer within 0.5 s';
    await expect(train(process, 'baseline', TRAIN, 500)).rejects.toMatchObject({ kind: 'hung', message });
    await expect(process.memory()).rejects.toMatchObject({ kind: 'hung' });
  });

  it('is ended when it takes too much memory', async () => {
    const process = await faulty('memory', { memory_limit_bytes: 256 * 2 ** 20 });
    const message = 'baseline(data): used more than 256 MiB of memory';
    await expect(train(process, 'baseline')).rejects.toMatchObject({ kind: 'exited', message });
  });

  it('is ended when the user interrupts', async () => {
    const controller = new AbortController();
    const process = await faulty('hang', { signal: controller.signal });
    const training = train(process, 'baseline');
    setTimeout(() => controller.abort(new Error('interrupted by the user')), 300);
    await expect(training).rejects.toThrow('interrupted by the user');
  });

  it('breaks the protocol only where it tries to', async () => {
    await train(await faulty('garbage'), 'baseline');
    const forged = train(await faulty('forged'), 'baseline');
    await expect(forged).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('is not held up by progress, and told the end of it', async () => {
    const process = await faulty('progress');
    const seen: number[] = [];
    const onProgress = (done: number) => void seen.push(done);
    await process.train({ model: 'baseline', data: TRAIN, seed: 1, limit_ms: 30_000, onProgress });
    expect(seen).toContain(200_000);
    expect(seen.length).toBeLessThan(2_000);
  });
});

describe('predictions that are none', () => {
  const predict = async (fault: string, batch = 32) => {
    const process = await trainBoth(await faulty(fault));
    return process.predict('optimized', TEST, batch);
  };

  it.each([
    ['nan', 1, /^predict returned NaN for test image \d+$/],
    ['infinite', 1, /^predict returned an infinite number for test image 1$/],
    ['nine', 1, /^predict returned 9 numbers for 1 image instead of 10$/],
    ['nine', 32, /^predict returned 288 numbers for 32 images instead of 320$/],
    ['turned', 32, /^predict returned 10 × 32 numbers for 32 images instead of 32 × 10$/],
    ['none', 32, /^predict returned NoneType instead of 32 rows of 10 numbers$/],
    ['words', 32, /^predict returned list instead of 32 rows of 10 numbers$/],
    ['raise in predict', 32, /^predict: ArithmeticError: not today \(faulty\.py, line \d+\)$/],
  ])('are refused: %s, batch %i', async (fault, batch, message) => {
    await expect(predict(fault, batch)).rejects.toMatchObject(raised(expect.stringMatching(message)));
  });

  it('name the image', async () => {
    const index = TEST.images.findIndex((pixel, at) => at % 64 === 0 && pixel > 0.5) / 64;
    await expect(predict('nan')).rejects.toThrow(`test image ${index + 1}`);
  });

  it('end with their process', async () => {
    await expect(predict('exit')).rejects.toMatchObject({
      kind: 'exited',
      message: 'predicting 120 images: the process ended with exit code 3',
    });
  });
});

describe('bytes that are of no use', () => {
  const serialize = async (fault: string) => (await trainBoth(await faulty(fault))).serialize('optimized');

  it('can not be taken from every model', async () => {
    await expect(serialize('unserialisable')).rejects.toMatchObject(
      raised(
        expect.stringMatching(
          /^taking the model's state \(give it to_bytes\(\) where this fails\): .*lambda/,
        ),
      ),
    );
  });

  it('need a reader', async () => {
    const message = 'the model has to_bytes(), but faulty.py has no from_bytes(bytes)';
    await expect(serialize('no reader')).rejects.toMatchObject(raised(message));
  });

  it('are reported with the words of the reader', async () => {
    const serialized = await serialize('unreadable');
    const restored = (await faulty('unreadable')).restore('optimized', serialized);
    await expect(restored).rejects.toMatchObject(
      raised(expect.stringMatching(/^from_bytes\(bytes\): ValueError: these are no weights/)),
    );
  });

  it('are reported where they are no state', async () => {
    const restored = (await faulty('')).restore('optimized', {
      encoding: 'state',
      bytes: Uint8Array.of(1, 2, 3),
    });
    await expect(restored).rejects.toMatchObject(
      raised(expect.stringMatching(/^reading the model's state: /)),
    );
  });
});
