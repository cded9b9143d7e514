import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runNode } from '../../bench/run-node.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MIB = 2 ** 20;
const REPORTER = join(REPOSITORY, 'bench/report-peak.cjs');
const peakOf = (code: string) => Number(runNode(['--require', REPORTER, '-e', code], temporaryFolder()));

it('tells the peak of memory that is given back as well', () => {
  const more = peakOf('Buffer.alloc(200 * 2 ** 20, 1)') - peakOf('0');
  expect(more).toBeGreaterThan(180 * MIB);
  expect(more).toBeLessThan(260 * MIB);
});

it("leaves the parent's memory out", () => {
  const small = peakOf('0');
  const ballast = Buffer.alloc(300 * MIB, 1);
  expect(peakOf('0')).toBeLessThan(1.5 * small);
  expect(ballast).toHaveLength(300 * MIB);
});
