import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run as runSchema } from '../../src/schema/run.ts';
import { buildRun } from './runs.ts';

describe('runs for tests', () => {
  it('are valid and follow from their seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        expect(runSchema.parse(buildRun({ seed }))).toEqual(buildRun({ seed }));
      }),
      { numRuns: 10 },
    );
  });

  it('differ between seeds', () => {
    expect(buildRun({ seed: 1 }).blocks).not.toEqual(buildRun({ seed: 2 }).blocks);
  });
});
