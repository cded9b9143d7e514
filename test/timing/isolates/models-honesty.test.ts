import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ModelProcess } from '../../../src/contracts.ts';
import { CAPSTONES, openModule, openPython, TEST, train, trainBoth } from './model-fixtures.ts';

const openFaulty = (fault: string, file = 'faulty.ts') => {
  vi.stubEnv('FAULT', fault);
  return file.endsWith('.py') ? openPython(file) : openModule(file);
};

/** What a slice of many calls finds out about the optimized model. */
async function changedShare(process: ModelProcess): Promise<number> {
  await trainBoth(process);
  await process.predict('optimized', TEST, 32);
  await process.choose('optimized', 1);
  const { changed, predicted } = await process.run(1_000);
  return changed / predicted;
}

describe('a model that predicts otherwise while it is timed', () => {
  it.each([
    ['does nothing', () => openPython('lazy_when_timed.py')],
    ['remembers places in memory', () => openPython('remembering.py')],
    ['does nothing', () => openFaulty('lazy when timed')],
    ['remembers places in memory', () => openFaulty('remembering')],
  ])('is found out: it %s', async (_, open) => {
    expect(await changedShare(await open())).toBeGreaterThan(0.2);
  });

  it.each([
    ['is Python', () => openFaulty('same buffer', 'faulty.py')],
    ['is JavaScript', () => openFaulty('same buffer')],
  ])('is not one that returns the same array each time: it %s', async (_, open) => {
    expect(await changedShare(await open())).toBe(0);
  });

  it('is not one that writes into its input', async () => {
    expect(await changedShare(await openFaulty('writing'))).toBe(0);
  });
});

it.each([
  ['Python', () => openPython('stopped_clock.py')],
  ['JavaScript', () => openFaulty('clock')],
])('takes its clocks before the subject can stop them: %s', async (_, open) => {
  const process = await open();
  const { train_ms, cpu_ms } = await train(process, 'baseline');
  expect(Math.min(train_ms, cpu_ms)).toBeGreaterThan(0);
  await process.predict('baseline', TEST, 32);
  await process.choose('baseline', 1);
  const slice = await process.run(200);
  expect(slice.ms).toBeGreaterThan(0);
  expect(slice.cpu_ms).toBeGreaterThan(0);
});

describe('what a subject can see', () => {
  const found = async (open: (onOutput: (text: string) => void) => Promise<ModelProcess>) => {
    vi.stubEnv('TITO_BENCHMARK_SEED', '42');
    let printed = '';
    const process = await open((text) => (printed += text));
    await train(process, 'baseline');
    await process.close();
    return JSON.parse(/found (.*)/.exec(printed)?.[1] ?? 'null');
  };

  it('is nothing of tito: Python', async () => {
    expect(await found((onOutput) => openPython('curious.py', { onOutput }))).toEqual({
      environment: [],
      directory: join(CAPSTONES, 'python'),
      path: join(CAPSTONES, 'python'),
      arguments: [],
      fields: ['count', 'images', 'labels', 'progress', 'seed', 'size'],
      modules: [],
    });
  });

  it('is nothing of tito: JavaScript', async () => {
    vi.stubEnv('FAULT', 'environment');
    const seen = await found((onOutput) => openModule('faulty.ts', { onOutput }));
    expect(seen).toEqual({ names: [], directory: dirname(join(CAPSTONES, 'js/x')), gc: 'undefined' });
  });
});
