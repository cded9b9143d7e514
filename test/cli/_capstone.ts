import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../src/cli/context.ts';
import { type CapstoneReport, capstoneReport } from '../../src/schema/capstone-report.ts';
import { type CapstoneRun, capstoneRun } from '../../src/schema/capstone-run.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Result, tito } from '../support/tito.ts';

const FIXTURES = join(REPOSITORY, 'test/fixtures/capstone');
export const python = (name: string) => `python:${join(FIXTURES, 'python', `${name}.py`)}`;
export const module = (name: string) => `module:${join(FIXTURES, 'js', `${name}.ts`)}`;

/** Whether Python subjects can be trained here. In CI their absence is a failure of the tests themselves. */
export const hasNumpy = (() => {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return process.env.CI !== undefined;
  }
})();

/** Runs `tito benchmark capstone` in a folder of its own, with real processes and the real clock. */
export async function runCapstone(
  words: readonly string[],
  given: Partial<Context> & { cwd?: string } = {},
): Promise<Result & { directory: string }> {
  const directory = given.cwd ?? temporaryFolder({});
  const outcome = await tito(['benchmark', 'capstone', ...words], {
    ...given,
    cwd: directory,
    root: REPOSITORY,
  });
  return { ...outcome, directory };
}

export interface Reported extends Result {
  directory: string;
  report: CapstoneReport;
  run: CapstoneRun;
  /** The whole document, to be edited and saved elsewhere. */
  text: string;
}

/** The same with `--format json`, parsed and checked against the schemas. */
export async function reportCapstone(
  words: readonly string[],
  given: Partial<Context> = {},
): Promise<Reported> {
  const outcome = await runCapstone([...words, '--format', 'json'], given);
  const { run, digests: _, ...report } = JSON.parse(outcome.stdout);
  return {
    ...outcome,
    report: capstoneReport.parse(report),
    run: capstoneRun.parse(run),
    text: outcome.stdout,
  };
}

/** A student's folder with a package and one of the fixtures as its capstone.py. */
export function studentFolder(into: string, fixture: string): void {
  cpSync(join(FIXTURES, 'python'), into, {
    recursive: true,
    filter: (path) => !path.endsWith('.pyc') && !path.endsWith('__pycache__'),
  });
  if (fixture === 'capstone') return;
  // The fixtures build upon the honest one, which is called capstone.
  const honest = readFileSync(join(into, 'capstone.py'), 'utf8');
  writeFileSync(join(into, 'honest_capstone.py'), honest);
  const own = readFileSync(join(into, `${fixture}.py`), 'utf8');
  writeFileSync(
    join(into, 'capstone.py'),
    own.replaceAll('from capstone import', 'from honest_capstone import'),
  );
}
