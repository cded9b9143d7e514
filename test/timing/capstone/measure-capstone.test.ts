import { describe, expect, it } from 'vitest';
import { capstoneBlock, trainedModel } from '../../../src/schema/capstone-run.ts';
import type { CapstoneEvent } from '../../../src/timing/capstone/events.ts';
import { hung, measureFake, newWorld, raised } from './_fake-models.ts';

const requests = (log: readonly string[], process: number) =>
  log.filter((line) => line.startsWith(`${process} `)).map((line) => line.slice(2));

describe('training', () => {
  it('is over and its bytes are kept before the process sees a test image', async () => {
    const { world } = await measureFake();
    expect(requests(world.log, 0)).toEqual([
      'train baseline',
      'serialize baseline',
      'train optimized',
      'serialize optimized',
      'predict baseline',
      'predict optimized',
      'close',
    ]);
  });

  it('never hands over the labels of the test set, nor its seed', async () => {
    const { world } = await measureFake();
    const handed = world.handed.flat() as { labels?: Uint8Array; count?: number }[];
    const withLabels = handed.filter((each) => each?.labels).map((each) => each.count);
    expect(new Set(withLabels)).toEqual(new Set([100]));
    const words = JSON.stringify(handed, (_, value) => (ArrayBuffer.isView(value) ? 'numbers' : value));
    expect(words.includes('4711')).toBe(false);
  });

  it('tells of the test set only when the models have predicted', async () => {
    const world = newWorld();
    const seen: string[] = [];
    const onEvent = (event: CapstoneEvent) => {
      if (event.kind === 'trained') seen.push(...world.log);
    };
    await measureFake({ world, onEvent });
    expect(seen.at(-2)).toBe('0 predict optimized');
  });

  it('that fails for the baseline leaves the optimized model out', async () => {
    const { models, blocks } = await measureFake({ faults: { 'train baseline': raised('ValueError: no') } });
    expect(models).toMatchObject([
      { id: 'baseline', status: 'failed', reason: 'ValueError: no' },
      { id: 'optimized', status: 'skipped', reason: 'it needs the baseline' },
    ]);
    expect(blocks).toEqual([]);
  });

  it('that is not written yet is skipped and not failed', async () => {
    const { models } = await measureFake({
      faults: { 'train optimized': raised('optimized(data, baseline): NotImplementedError') },
    });
    expect(models[1]).toMatchObject({ status: 'skipped' });
  });

  it('that hangs for the optimized model keeps what is known of the baseline', async () => {
    const { models, world } = await measureFake({ faults: { 'train optimized': hung('no answer') } });
    expect(models[0]).toMatchObject({ status: 'ok', serialized: { status: 'ok', size_bytes: 400 } });
    expect(models[1]).toMatchObject({ status: 'failed', reason: 'no answer' });
    expect(requests(world.log, 0)).not.toContain('predict baseline');
  });

  it('of models that predict nonsense measures nothing further', async () => {
    const { models, blocks } = await measureFake({ faults: { 'predict optimized': raised('returned NaN') } });
    expect(models[1]).toMatchObject({ status: 'failed', reason: 'returned NaN', predictions: null });
    expect(blocks).toEqual([]);
  });
});

describe('measuring', () => {
  it('takes a fresh process for each model and isolate', async () => {
    const { world, blocks } = await measureFake();
    const restores = world.log.filter((line) => line.includes('restore'));
    expect(new Set(restores.map((line) => line.split(' ')[0])).size).toBe(8);
    expect(blocks.map(({ replicate }) => replicate)).toEqual([0, 1, 2, 3]);
  });

  it('keeps records that the schema accepts', async () => {
    const { models, blocks } = await measureFake();
    for (const model of models) expect(trainedModel.parse(model)).toEqual(model);
    for (const block of blocks) expect(capstoneBlock.parse(block)).toEqual(block);
  });

  it('lets the yardstick take turns with single predictions only', async () => {
    const { blocks } = await measureFake();
    const contenders = blocks[0]?.phases.map(({ phase, batch, contenders: all }) => [
      phase,
      batch,
      all.length,
    ]);
    expect(contenders).toEqual([
      ['latency', 1, 3],
      ['throughput', 32, 2],
      ['energy', 32, 2],
    ]);
  });

  it('takes energy over slices that are long beside the counter', async () => {
    let read = 0;
    const { blocks } = await measureFake({ joules: () => read++ });
    const energy = blocks[0]?.phases.find(({ phase }) => phase === 'energy');
    for (const { slices_ms, slices_joules } of energy?.contenders ?? []) {
      expect(Math.min(...slices_ms)).toBeGreaterThanOrEqual(60);
      expect(slices_joules).toEqual(slices_ms.map(() => 1));
    }
  });

  it.each([
    [['accuracy'], 1, []],
    [['compression'], 1, []],
    [['efficiency'], 4, ['energy']],
    [['speed'], 4, ['latency', 'throughput']],
  ] as const)('of %s alone takes %i isolates and the phases %j', async (tracks, isolates, phases) => {
    const { blocks } = await measureFake({ tracks: [...tracks] });
    expect(blocks.length).toBe(isolates);
    expect(blocks[0]?.phases.map(({ phase }) => phase)).toEqual(phases);
  });

  it('trains a model again, once, where it has no bytes', async () => {
    const { blocks } = await measureFake({ faults: { 'serialize optimized': raised('no serialize()') } });
    expect(blocks.length).toBe(1);
    expect(blocks[0]?.contenders).toMatchObject([
      { id: 'baseline', status: 'ok', origin: 'restored' },
      { id: 'optimized', status: 'ok', origin: 'trained', reason: 'no serialize()' },
    ]);
    expect(blocks[0]?.phases.length).toBe(3);
  });

  it('trains a model again where its bytes do not load, and says why they do not', async () => {
    const { blocks } = await measureFake({
      faults: { 'restore baseline': raised('deserialize: bad magic') },
    });
    expect(blocks[0]?.contenders[0]).toMatchObject({ origin: 'trained', reason: 'deserialize: bad magic' });
  });

  it('keeps the phases before a failure, names the model, and does not try again', async () => {
    const { blocks } = await measureFake({ faults: { 'choose optimized 32': hung('no answer') } });
    expect(blocks.length).toBe(1);
    expect(blocks[0]?.contenders[1]).toMatchObject({ status: 'failed', reason: 'no answer' });
    expect(blocks[0]?.phases[0]?.coins.length).toBeGreaterThan(2);
  });

  it('starts no further isolate when slow models have used up the budget', async () => {
    const { blocks } = await measureFake({ call_ms: { baseline: 400, optimized: 100 } });
    expect(blocks.length).toBe(1);
    expect(blocks[0]?.phases.map(({ coins }) => coins.length)).toEqual([3, 3, 4]);
  });

  it('closes every process, whatever went wrong', async () => {
    for (const fault of ['train baseline', 'restore optimized', 'run baseline', 'predict baseline']) {
      const { world } = await measureFake({ faults: { [fault]: raised('no') } });
      const started = new Set(world.log.map((line) => line.split(' ')[0]));
      const closed = world.log.filter((line) => line.endsWith('close')).map((line) => line.split(' ')[0]);
      expect(new Set(closed), fault).toEqual(started);
    }
  });
});
