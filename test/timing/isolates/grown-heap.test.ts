import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, it } from 'vitest';
import { useGrownHeap } from '../../../src/timing/isolates/grown-heap.ts';
import { REPOSITORY } from '../../support/context.ts';

const MODULE = join(REPOSITORY, 'src/timing/isolates/grown-heap.ts');
const MIB = 2 ** 20;

/** Mebibytes of a fresh thread's space for young objects, before and after it went through it. */
async function youngSpace(): Promise<{ size: number; collections: number; before: number; after: number }> {
  const code = `
    const { GCProfiler, getHeapSpaceStatistics } = require('node:v8');
    const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    import(${JSON.stringify(MODULE)}).then(({ touchYoungObjects }) => {
      const size = young().space_size;
      const before = young().physical_space_size;
      const profiler = new GCProfiler();
      profiler.start();
      touchYoungObjects();
      const collections = profiler.stop().statistics.length;
      require('node:worker_threads').parentPort.postMessage({
        size, collections, before, after: young().physical_space_size,
      });
    });`;
  const worker = new Worker(code, { eval: true });
  return new Promise((resolve, reject) => {
    worker.once('message', ({ size, collections, before, after }) =>
      resolve({ size: size / MIB, collections, before: before / MIB, after: after / MIB }),
    );
    worker.once('error', reject);
  });
}

let space: Awaited<ReturnType<typeof youngSpace>>;
beforeAll(async () => {
  useGrownHeap();
  space = await youngSpace();
});

it('gives a fresh thread the space of one that has run for a while', () => {
  expect(space.size).toBeGreaterThanOrEqual(8);
});

it('has the system give the pages of both halves before anything is timed', () => {
  expect(space.before).toBeLessThan(8);
  expect(space.after).toBeGreaterThanOrEqual(15);
  expect(space.collections).toBeGreaterThanOrEqual(1);
});
