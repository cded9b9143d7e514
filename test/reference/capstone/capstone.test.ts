import { beforeAll, describe, expect, it } from 'vitest';
import type { Digits, Model } from '../../../src/contracts.ts';
import { generateDigits } from '../../../src/reference/digits/generate.ts';
import subject from '../../../src/reference/subject.ts';

const train = generateDigits({ count: 1600, size: 8, seed: 21 });
const test = generateDigits({ count: 1000, size: 8, seed: 22 });

const accuracy = (model: Model, { images, labels, count }: Digits) => {
  const logits = model.predict(images, count);
  const right = Array.from(labels).filter((label, i) => {
    const row = logits.subarray(10 * i, 10 * (i + 1));
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / count;
};
const bytesOf = (model: Model) => model.serialize?.() ?? new Uint8Array(0);

interface Trained {
  baseline: Model;
  optimized: Model;
  reports: { baseline: [number, number][]; optimized: [number, number][] };
}
async function trainBoth(data: Digits, seed: number): Promise<Trained> {
  if (!subject.capstone) throw new Error('The reference has no capstone.');
  const reports: Trained['reports'] = { baseline: [], optimized: [] };
  const options = (model: 'baseline' | 'optimized') => ({
    train: data,
    seed,
    progress: (done: number, total: number) => reports[model].push([done, total]),
  });
  const baseline = await subject.capstone.baseline(options('baseline'));
  const optimized = await subject.capstone.optimized({ ...options('optimized'), baseline });
  return { baseline, optimized, reports };
}

describe('the reference’s capstone', () => {
  let trained: Trained;
  beforeAll(async () => {
    trained = await trainBoth(train, 1);
  }, 120_000);

  it('classifies digits that it has not seen, and not all of them', () => {
    expect(accuracy(trained.baseline, test)).toBeGreaterThan(0.9);
    expect(accuracy(trained.baseline, test)).toBeLessThan(1);
  });

  it('loses less than two points by compression', () => {
    expect(accuracy(trained.optimized, test)).toBeGreaterThan(accuracy(trained.baseline, test) - 0.02);
  });

  it('takes less than a third and a half of the bytes, with as many parameters', () => {
    const { baseline, optimized } = trained;
    expect(bytesOf(baseline).length / bytesOf(optimized).length).toBeGreaterThan(3.5);
    expect(optimized.parameters).toBe(baseline.parameters);
    expect(bytesOf(baseline).length).toBe(20 + 4 * Number(baseline.parameters));
  });

  it('predicts to the bit as before when restored from its bytes', () => {
    for (const model of [trained.baseline, trained.optimized]) {
      const restored = subject.deserialize?.(bytesOf(model));
      expect(restored?.predict(test.images, 100)).toEqual(model.predict(test.images, 100));
      expect(restored?.parameters).toBe(model.parameters);
      expect(restored && bytesOf(restored)).toEqual(bytesOf(model));
    }
  });

  it('is not changed by what is done to bytes that it gave or was given', () => {
    const bytes = bytesOf(trained.optimized);
    const restored = subject.deserialize?.(bytes);
    const before = restored?.predict(test.images, 10);
    bytes.fill(0);
    restored?.serialize?.().fill(0);
    expect(restored?.predict(test.images, 10)).toEqual(before);
    expect(restored && bytesOf(restored)).toEqual(bytesOf(trained.optimized));
  });

  it.each(['baseline', 'optimized'] as const)(
    'tells how far training of %s is, from none to all',
    (model) => {
      const reports = trained.reports[model];
      expect(reports.length).toBeGreaterThan(100);
      expect(reports[0]?.[0]).toBe(0);
      expect(reports.every(([done], i) => i === 0 || done > Number(reports[i - 1]?.[0]))).toBe(true);
      const [done, total] = reports.at(-1) ?? [0, 1];
      expect(done).toBe(total);
    },
  );

  it('refuses a baseline without bytes', async () => {
    const { predict } = trained.baseline;
    const options = { train, seed: 1, progress: () => undefined, baseline: { predict } };
    await expect(async () => subject.capstone?.optimized(options)).rejects.toThrow(/serialize/);
  });
});
