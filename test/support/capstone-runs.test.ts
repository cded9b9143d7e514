import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capstoneReport } from '../../src/schema/capstone-report.ts';
import { capstoneRun } from '../../src/schema/capstone-run.ts';
import { buildCapstoneRun } from './capstone-runs.ts';
import { capstoneFigures } from './reports.ts';

describe('capstones for tests', () => {
  it('are valid, follow from their seed, and have a valid report', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const options = { seed, pairs: 8, calls: 8, images: 50, wrong: { baseline: 3, optimized: 4 } };
        expect(capstoneRun.parse(buildCapstoneRun(options))).toEqual(buildCapstoneRun(options));
        expect(capstoneReport.safeParse(capstoneFigures(options)).error).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  it('differ between seeds', () => {
    expect(buildCapstoneRun({ seed: 1 }).blocks).not.toEqual(buildCapstoneRun({ seed: 2 }).blocks);
  });
});
