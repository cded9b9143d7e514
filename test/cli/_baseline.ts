import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { type BaselineReport, baselineReport } from '../../src/schema/baseline-report.ts';
import { run as runSchema } from '../../src/schema/run.ts';
import { fakeContext, REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const subject = (name: string) => `module:${join(REPOSITORY, 'test/fixtures/subjects', `${name}.ts`)}`;

export interface Outcome {
  exit: number;
  stdout: string;
  stderr: string;
  directory: string;
}

/** Runs `tito benchmark baseline` in a folder of its own, with real subjects and the real clock. */
export async function runBaseline(
  words: readonly string[],
  directory = temporaryFolder({}),
): Promise<Outcome> {
  const fake = fakeContext(['benchmark', 'baseline', ...words], { cwd: directory, root: REPOSITORY });
  const exit = await main(fake.context);
  return { exit, directory, ...(await fake.written()) };
}

/** The same with `--format json`, parsed and checked against the schemas. */
export async function reportBaseline(
  words: readonly string[],
): Promise<Outcome & { report: BaselineReport }> {
  const outcome = await runBaseline([...words, '--format', 'json']);
  const { run, digests: _, ...report } = JSON.parse(outcome.stdout);
  runSchema.parse(run);
  return { ...outcome, report: baselineReport.parse(report) };
}

export function workload(report: BaselineReport, id: string) {
  const found = report.workloads.find((each) => each.id === id);
  if (!found) throw new RangeError(`no workload ${id}`);
  return found;
}
