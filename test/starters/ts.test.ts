import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';

const STARTER = join(REPOSITORY, 'starters/ts/tito.subject.ts');

describe.each([
  { size: 8, count: 600, parameters: 64 * 32 + 32 + 32 * 10 + 10 },
  { size: 28, count: 200, parameters: 784 * 32 + 32 + 32 * 10 + 10 },
])('the TypeScript starting file on $size × $size pixels', ({ size, count, parameters }) => {
  let stderr = '';
  let report = JSON.parse('{}');
  beforeAll(() => {
    const driver = join(import.meta.dirname, '_load-subject.ts');
    const child = spawnSync(process.execPath, [driver, STARTER, `${size}`, `${count}`], { encoding: 'utf8' });
    stderr = child.stderr;
    report = JSON.parse(child.stdout || '{}');
  });

  it('trains both models, the second one much smaller and as good', () => {
    expect(stderr).toBe('');
    const { baseline, optimized, steps } = report;
    expect(baseline.accuracy).toBeGreaterThan(0.9);
    expect(optimized.accuracy).toBeGreaterThan(baseline.accuracy - 0.02);
    // Beside weights and biases, a few numbers of sizes.
    expect(baseline.bytes).toBeGreaterThanOrEqual(4 * parameters);
    expect(baseline.bytes).toBeLessThan(4 * parameters + 64);
    expect(optimized.bytes / baseline.bytes).toBeLessThan(0.28);
    expect(steps).toEqual(Array.from({ length: 12 }, (_, epoch) => [epoch + 1, 12]));
  });

  it('restores both exactly from their bytes, and predicts one image as it predicts many', () => {
    const { baseline, optimized } = report;
    const whole = { round_trip: true, single: true, parameters };
    expect(baseline).toMatchObject(whole);
    expect(optimized).toMatchObject(whole);
  });

  it('trains the same model from the same seed', () => {
    expect(report).toMatchObject({ repeats: true, depends_on_seed: true });
  });
});

it('is correct TypeScript for whoever uses the types of tito', () => {
  const tsc = join(REPOSITORY, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--project', join(import.meta.dirname, 'tsconfig.json')], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
