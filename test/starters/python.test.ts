import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';

const FRAMEWORK = join(REPOSITORY, 'test/fixtures/starters');
const STARTER = join(REPOSITORY, 'starters/python/capstone.py');
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0 || process.env.CI !== undefined;

describe.skipIf(!hasNumpy)('the Python starting file (needs python3 with numpy)', () => {
  describe.each([
    { size: 8, count: 400, parameters: 64 * 32 + 32 + 32 * 10 + 10 },
    { size: 28, count: 120, parameters: 784 * 32 + 32 + 32 * 10 + 10 },
  ])('on $size × $size pixels', ({ size, count, parameters }) => {
    let stderr = '';
    let report = JSON.parse('{}');
    beforeAll(() => {
      const driver = join(import.meta.dirname, '_load_capstone.py');
      const child = spawnSync('python3', [driver, FRAMEWORK, STARTER, `${size}`, `${count}`], {
        encoding: 'utf8',
      });
      stderr = child.stderr;
      report = JSON.parse(child.stdout || '{}');
    });

    it('trains both models, the second one much smaller and as good', () => {
      expect(stderr).toBe('');
      const { baseline, optimized, steps } = report;
      expect(baseline.accuracy).toBeGreaterThan(0.9);
      expect(optimized.accuracy).toBeGreaterThan(baseline.accuracy - 0.02);
      expect(baseline).toMatchObject({ bytes: 4 * parameters, shape: [100, 10], single: true });
      expect(optimized).toMatchObject({ shape: [100, 10], single: true });
      expect(optimized.bytes / baseline.bytes).toBeLessThan(0.28);
      expect(report.parameters).toEqual([parameters, parameters]);
      expect(steps).toEqual(Array.from({ length: 12 }, (_, epoch) => [epoch + 1, 12]));
    });

    it('restores the optimized model exactly from its bytes', () => expect(report.round_trip).toBe(true));

    it('trains the same model from the same seed', () => {
      expect(report).toMatchObject({ repeats: true, depends_on_seed: true });
    });
  });
});
