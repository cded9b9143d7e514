import { join } from 'node:path';
import type { Context } from '../../src/cli/context.ts';
import { main } from '../../src/cli/main.ts';
import {
  type BenchmarkReport,
  benchmarkReport,
  type ComparisonReport,
  comparisonReport,
} from '../../src/schema/comparison-report.ts';
import { benchmarkRun, comparisonRun } from '../../src/schema/comparison-run.ts';
import { fakeContext, REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const CORRECT = `module:${join(REPOSITORY, 'test/fixtures/subjects/correct.ts')}`;
export const SLOW = `module:${join(REPOSITORY, 'test/fixtures/subjects/slow.ts')}`;
export const PYTHON = `python:${join(REPOSITORY, 'test/fixtures/python/complete')}`;

/** A function that adds up so many numbers; twice as many take twice as long, with a result of its own. */
export const summing = (rounds: number, more = '') => `export default {
  title: 'Sum', unit: 'sum',
  run: () => { let sum = 0; for (let i = 0; i < ${rounds}; i++) sum = (sum * 31 + i) | 0; return ${more || 'sum'}; },
};`;

/** The same work with the same result, so many times over. */
export const repeating = (times: number) => `export default {
  title: 'Sum', unit: 'sum',
  run: () => {
    let result = 0;
    for (let k = 0; k < ${times}; k++) {
      let sum = k - k;
      for (let i = 0; i < 4000; i++) sum = (sum * 31 + i) | 0;
      result = sum;
    }
    return result;
  },
};`;

export interface Outcome {
  exit: number;
  stdout: string;
  stderr: string;
  directory: string;
}

/** Runs a command of `tito benchmark` in a folder, with real code and the real clock. */
export async function benchmark(
  words: readonly string[],
  directory = temporaryFolder(),
  given: Partial<Context> = {},
): Promise<Outcome> {
  const fake = fakeContext(['benchmark', ...words], { cwd: directory, root: REPOSITORY, ...given });
  const exit = await main(fake.context);
  return { exit, directory, ...(await fake.written()) };
}

/** The same with `--format json`, parsed and checked against the schemas. */
export async function comparisonOf(
  words: readonly string[],
  directory?: string,
): Promise<Outcome & { report: ComparisonReport }> {
  const outcome = await benchmark(['compare', ...words, '--format', 'json'], directory);
  const { run, digests: _, ...report } = JSON.parse(outcome.stdout);
  comparisonRun.parse(run);
  return { ...outcome, report: comparisonReport.parse(report) };
}

export async function benchmarkOf(
  words: readonly string[],
  directory?: string,
): Promise<Outcome & { report: BenchmarkReport }> {
  const outcome = await benchmark(['run', ...words, '--format', 'json'], directory);
  const { run, digests: _, ...report } = JSON.parse(outcome.stdout);
  benchmarkRun.parse(run);
  return { ...outcome, report: benchmarkReport.parse(report) };
}
